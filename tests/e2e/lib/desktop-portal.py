#!/usr/bin/python3
# SPDX-License-Identifier: MPL-2.0
"""
Stands for the part of a desktop's portal that starts native programs for a browser in a box:
org.freedesktop.portal.WebExtensions, as Ubuntu's xdg-desktop-portal has it. Like that, it kills the
program when the session is closed. It asks nobody, looks for manifests in one folder, its
argument, and prints each thing that it was asked, one JSON object a line.
"""
import json
import os
import subprocess
import sys

import dbus
import dbus.lowlevel
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NAME = "org.freedesktop.portal.Desktop"
ROOT = "/org/freedesktop/portal/desktop"
PORTAL = "org.freedesktop.portal.WebExtensions"
SESSION = "org.freedesktop.portal.Session"
REQUEST = "org.freedesktop.portal.Request"
PROPERTIES = "org.freedesktop.DBus.Properties"


def tell(asked, **more):
    print(json.dumps({"asked": asked, **more}), flush=True)


def handle(kind, sender, token):
    return f"{ROOT}/{kind}/{sender[1:].replace('.', '_')}/{token}"


def manifest_of(name, extension):
    path = os.path.join(sys.argv[1], f"{name}.json")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if extension not in json.loads(text)["allowed_extensions"]:
        raise PermissionError(extension)
    return path, text


class Session(dbus.service.Object):
    """One program for one port of one browser; the portal lets go of its pipes when they are fetched."""

    program = None

    def start(self, name, extension):
        path, text = manifest_of(name, extension)
        self.program = subprocess.Popen([json.loads(text)["path"], path, extension],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        GLib.child_watch_add(self.program.pid, lambda pid, status: tell("ended", pid=pid, status=status))
        return self.program.pid

    def pipes(self):
        mine = (self.program.stdin, self.program.stdout, self.program.stderr)
        given = [dbus.types.UnixFd(pipe.fileno()) for pipe in mine]
        for pipe in mine:
            pipe.close()
        return given

    @dbus.service.method(SESSION)
    def Close(self):
        tell("Close")
        if self.program and self.program.returncode is None:
            self.program.kill()
        self.remove_from_connection()


class Portal(dbus.service.Object):
    def __init__(self, bus):
        super().__init__(bus, ROOT)
        self.bus = bus
        self.sessions = {}

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {"version": dbus.UInt32(1)} if interface == PORTAL else {}

    @dbus.service.method(PORTAL, in_signature="a{sv}", out_signature="o", sender_keyword="sender")
    def CreateSession(self, options, sender):
        path = handle("session", sender, options["session_handle_token"])
        self.sessions[path] = Session(self.bus, path)
        tell("CreateSession")
        return dbus.ObjectPath(path)

    @dbus.service.method(PORTAL, in_signature="oss", out_signature="s")
    def GetManifest(self, session, name, extension):
        tell("GetManifest", name=name, extension=extension)
        return manifest_of(name, extension)[1]

    @dbus.service.method(PORTAL, in_signature="ossa{sv}", out_signature="o", sender_keyword="sender")
    def Start(self, session, name, extension, options, sender):
        tell("Start", pid=self.sessions[session].start(name, extension))
        request = handle("request", sender, options["handle_token"])
        GLib.idle_add(self.respond, request)
        return dbus.ObjectPath(request)

    def respond(self, request):
        signal = dbus.lowlevel.SignalMessage(request, REQUEST, "Response")
        signal.append(dbus.UInt32(0), {}, signature="ua{sv}")
        self.bus.send_message(signal)

    @dbus.service.method(PORTAL, in_signature="oa{sv}", out_signature="hhh")
    def GetPipes(self, session, options):
        tell("GetPipes")
        return self.sessions[session].pipes()


DBusGMainLoop(set_as_default=True)
connection = dbus.SessionBus()
Portal(connection)
owned = dbus.service.BusName(NAME, connection)
tell("nothing yet")
GLib.MainLoop().run()
