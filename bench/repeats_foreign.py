"""Articles in other languages and scripts, written for these measurements, that repeats are planted in."""

from __future__ import annotations

ARTICLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "German": (
        "Norvik schließt den alten Fischmarkt",
        "NORVIK (dpa) - ",
        (
            "Der Hafenrat von Norvik hat am Dienstag nach langer Debatte beschlossen, den alten Fischmarkt ein Jahr "
            "lang zu schließen, damit Ingenieure das absackende Fundament sichern können. Die Händler sollen vom Mai "
            "an in einer früheren Wagenhalle unterkommen.",
            "„Man hat uns nichts gesagt, bis die Türen verschlossen waren“, sagte Hanne Rydell, die dort schon als "
            "Mädchen Heringe verkauft hat.",
            "Die Arbeiten werden nach Angaben der Stadt fast doppelt so teuer wie bei den ersten Rissen in der "
            "Nordwand veranschlagt.",
            "Im vergangenen Winter war ein Teil des Daches unter der Last des Schnees eingestürzt, verletzt wurde "
            "damals niemand.",
            "Die Opposition im Rat verlangt nun Auskunft darüber, warum ein Gutachten aus dem Jahr 2003 nie "
            "veröffentlicht worden ist.",
        ),
    ),
    "French": (
        "Norvik ferme son vieux marché aux poissons",
        "NORVIK, 3 mars (AFP) - ",
        (
            "Le conseil du port de Norvik a voté mardi la fermeture pour un an du vieux marché aux poissons, le temps "
            "que des ingénieurs consolident ses fondations qui s'enfoncent. Les marchands seront relogés dès le "
            "mois de mai dans un ancien dépôt de tramways.",
            "« On ne nous a rien dit avant que les portes soient fermées », a déclaré Hanne Rydell, qui y vendait déjà "
            "des harengs quand elle était enfant.",
            "Les travaux coûteront près de deux fois plus que prévu lors de la découverte des premières fissures dans "
            "le mur nord, selon la mairie.",
            "Une partie du toit s'était effondrée l'hiver dernier sous le poids de la neige, sans faire de blessés.",
            "L'opposition veut savoir pourquoi un rapport d'experts remis en 2003 n'a jamais été rendu public par la "
            "municipalité.",
        ),
    ),
    "Russian": (
        "В Норвике закрывают старый рыбный рынок",
        "НОРВИК, 3 марта - ",
        (
            "Портовый совет Норвика после долгих споров решил во вторник закрыть старый рыбный рынок на год, чтобы "
            "инженеры могли укрепить его оседающий фундамент. Торговцам с мая обещают места в бывшем трамвайном депо.",
            "«Нам ничего не говорили, пока не заперли двери», — сказала Ханна Рюдель, которая ещё девочкой продавала "
            "там сельдь.",
            "По словам представителя мэрии, работы обойдутся почти вдвое дороже, чем считали, когда в северной стене "
            "нашли первые трещины.",
            "Прошлой зимой часть крыши обрушилась под тяжестью снега, но тогда никто из покупателей не пострадал.",
            "Оппозиция в совете требует объяснить, почему заключение экспертов, составленное в 2003 году, так и не "
            "было опубликовано.",
        ),
    ),
    "Arabic": (
        "إغلاق سوق السمك القديم في نورفيك",
        "نورفيك (ا ف ب) - ",
        (
            "قرر مجلس الميناء في مدينة نورفيك يوم الثلاثاء بعد نقاش طويل إغلاق سوق السمك القديم لمدة عام حتى يتمكن "
            "المهندسون من تدعيم أساساته التي تغوص في الأرض. وسينتقل الباعة في شهر مايو إلى مستودع قديم للترام.",
            'وقالت هانه ريدل التي كانت تبيع الرنجة هناك منذ طفولتها "لم يخبرنا أحد بشيء قبل أن تغلق الأبواب أمامنا".',
            "وقال متحدث باسم البلدية إن كلفة الأشغال ستبلغ ضعف ما كان متوقعا عندما ظهرت أولى الشقوق في الجدار الشمالي.",
            "وكان جزء من سقف السوق قد انهار في الشتاء الماضي تحت ثقل الثلوج من دون أن يصاب أحد بأذى.",
            "وتطالب المعارضة في المجلس بتفسير عدم نشر تقرير أعده خبراء في عام 2003 وحذر من خطر الانهيار.",
        ),
    ),
    "Chinese": (
        "诺维克关闭老鱼市",
        "",
        (
            "诺维克港务委员会经过长时间辩论后于星期二决定，将老鱼市关闭一年，以便工程师加固正在下沉的地基。"
            "商贩们将从五月起搬到一座废弃的电车库里继续营业。",
            "从小就在那里卖鲱鱼的汉娜·吕德尔说：“直到大门上锁之前，没有任何人告诉过我们这件事。”",
            "市政府发言人表示，工程费用将比当初北墙出现第一批裂缝时的预算高出将近一倍。",
            "去年冬天，鱼市的部分屋顶曾因积雪过重而坍塌，所幸当时没有人员受伤。",
            "委员会中的反对派要求说明，为什么专家在2003年提交的报告一直没有向公众公布。",
        ),
    ),
}
