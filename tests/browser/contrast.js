// The visible words on a page whose colour differs too little from the ground they stand on (under 4.5 to 1).
() => {
  const numbers = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const part = (value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const brightness = (colour) => {
    const [red, green, blue] = numbers(colour).map(part);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      const values = numbers(colour);
      if (values.length === 3 || values[3] === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const ratio = (element) => {
    const pair = [brightness(getComputedStyle(element).color), brightness(ground(element))];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  };
  return [...document.querySelectorAll("body *")]
    .filter((element) => hasWords(element) && element.checkVisibility())
    .filter((element) => !element.closest(".skip, .visually-hidden, [aria-hidden], option"))
    .map((element) => [element.tagName, element.className, element.textContent.trim().slice(0, 30), ratio(element)])
    .filter((found) => found[3] < 4.5);
};
