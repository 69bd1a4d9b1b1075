"""Stories to decide on, and the browser of someone who may."""

import pytest

from tests.archive.admin_rows import BEEKEEPERS, FERRY, hand_in, staff


@pytest.fixture
def ferry():
    return hand_in("Ferry runs aground off Tambora mole", FERRY, "Harbour Post")


@pytest.fixture
def bees():
    return hand_in("Beekeepers ask for sugar", BEEKEEPERS, "Valley Mail")


@pytest.fixture
def editor():
    return staff("edda", "rule", "add_ruling")


@pytest.fixture
def desk(client, editor):
    """The browser of someone who may rule."""
    client.force_login(editor)
    return client
