"""Accounts and groups, as Django has them, whose addresses and forms may be written by hand."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from newsarchive.archive.admin.base import ByHand

admin.site.unregister([Group, User])


@admin.register(Group)
class Groups(ByHand, GroupAdmin):
    """Groups and what they may."""


@admin.register(User)
class Accounts(ByHand, UserAdmin):
    """Who may sign in."""
