"""Stories for the desk in the browser, and someone who may decide on them."""

import pytest

from tests.archive.admin_rows import BEEKEEPERS, FERRY, hand_in, staff


@pytest.fixture
def ferry(transactional_db):
    return hand_in("Ferry runs aground off Tambora mole", FERRY, "Harbour Post")


@pytest.fixture
def bees(transactional_db):
    return hand_in("Beekeepers ask for sugar", BEEKEEPERS, "Valley Mail")


@pytest.fixture
def editor(transactional_db):
    return staff("edda", "rule", "add_ruling", "see_embargoed")


@pytest.fixture
def plain_page(browser):
    """A page with scripts off."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()
