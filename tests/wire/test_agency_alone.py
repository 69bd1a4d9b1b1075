"""A line that is an agency's name and no more."""

import pytest

from newsarchive.wire.agencies import is_agency


@pytest.mark.parametrize("line", ["The Associated Press", "THE ASSOCIATED PRESS", "(Reuters)", "Die dpa", "AFP."])
def test_an_agencys_name_alone_is_one_whatever_stands_around_it(line):
    assert is_agency(line)


@pytest.mark.parametrize("line", ["By the Associated Press", "told Reuters", "Copyright Reuters 2011", "", "The"])
def test_a_line_that_says_more_or_nothing_is_none(line):
    assert not is_agency(line)
