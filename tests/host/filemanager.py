#!/usr/bin/python3
# SPDX-License-Identifier: MPL-2.0
"""Stands for a file manager: org.freedesktop.FileManager1. Prints what it is to show, a line each."""
import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NAME = "org.freedesktop.FileManager1"


class FileManager(dbus.service.Object):
    @dbus.service.method(NAME, in_signature="ass", out_signature="")
    def ShowItems(self, uris, startup):
        print("show", *uris, repr(str(startup)), flush=True)


DBusGMainLoop(set_as_default=True)
name = dbus.service.BusName(NAME, dbus.SessionBus())
manager = FileManager(name, "/org/freedesktop/FileManager1")
print("ready", flush=True)
GLib.MainLoop().run()
