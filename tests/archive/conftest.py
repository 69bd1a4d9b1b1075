"""Stories to decide on, and the browser of someone who may."""

import pytest

from tests.archive.admin_rows import BEEKEEPERS, FERRY, LAMPS, hand_in, staff
from tests.archive.factories import story_of


@pytest.fixture
def ferry():
    return hand_in("Ferry runs aground off Tambora mole", FERRY, "Harbour Post")


@pytest.fixture
def trimmed(ferry):
    """A member of the ferry's story."""
    found = hand_in("Petrel aground in fog", FERRY[:4], "Evening Mole")
    assert story_of(found) == story_of(ferry)
    return found


@pytest.fixture
def lamps():
    return hand_in("Lamps go out", LAMPS, "Third Post")


@pytest.fixture
def bees():
    return hand_in("Beekeepers ask for sugar", BEEKEEPERS, "Valley Mail")


@pytest.fixture
def editor():
    return staff("edda", "rule", "add_ruling", "see_embargoed")


@pytest.fixture
def desk(client, editor):
    """The browser of someone who may rule."""
    client.force_login(editor)
    return client
