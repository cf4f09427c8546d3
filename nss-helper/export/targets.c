/* SPDX-License-Identifier: MPL-2.0 */
#include "export/targets.h"

#include "base/language.h"
#include "export/apple.h"
#include "export/geteduroam.h"
#include "export/networkmanager.h"
#include "export/windows.h"
#include "export/wpa_supplicant.h"

#include <stdio.h>
#include <string.h>

#define NAMES (const char *const[])
#define STEPS (const char *const[])

const struct nh_target nh_targets[] = {
    {.name = "windows",
     .about = N_("Windows 10 (1709) and later"),
     .also = NAMES{"Windows 10 and later", "Windows 10", "Windows 11", NULL},
     .form = NH_FORM_P12,
     .extension = ".p12",
     .ascii = true,
     .steps =
         STEPS{
             N_("Take the file to that computer on a USB drive of your own, not by e-mail."),
             N_("Double-click the file, choose “Current User”, enter its password, and let Windows choose the store."),
             N_("Delete the file afterwards, there and on this computer."), NULL}},
    {.name = "windows-old",
     .about = N_("Windows 8 and earlier, Windows Server 2016 and earlier"),
     .also = NAMES{"Windows 8 and earlier, Server 2016", NULL},
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         STEPS{N_("Take the file to that computer on a USB drive of your own, not by e-mail."),
               N_("Double-click the file, enter its password, and let Windows choose the store."),
               N_("Delete the file afterwards, there and on this computer."), NULL}},
    {.name = "macos",
     .about = N_("macOS"),
     .also = NAMES{"Mac", NULL},
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         STEPS{
             N_("Take the file to the Mac on a USB drive of your own, not by e-mail."),
             N_("Double-click the file, choose the keychain “login”, and enter the password of the file."),
             N_("Delete the file afterwards, there and on this computer."), NULL}},
    {.name = "ios",
     .about = N_("iPhone and iPad"),
     .also = NAMES{"iPhone, iPad", "iPhone", "iPad", NULL},
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         STEPS{
             N_("Take the file to the device by cable or on a USB drive of your own, not by e-mail. The app Files finds it there."),
             N_("Tap the file. Then open Settings, “Profile Downloaded”, tap Install, and enter the passcode of the device and the password of the file."),
             N_("Delete the file afterwards, there and on this computer."), NULL}},
    {.name = "android",
     .about = N_("Android"),
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         STEPS{
             N_("Take the file to the device by cable."),
             N_("Open Settings and search for “Install a certificate”, which is under Security, Encryption & credentials."),
             N_("Choose “VPN & app user certificate” and the file, and enter its password."),
             N_("For Wi-Fi, make a file for “Wi-Fi on Android (geteduroam app)” instead."),
             N_("Delete the file afterwards, there and on this computer."), NULL}},
    {.name = "thunderbird",
     .about = N_("Thunderbird, also on other computers"),
     .also = NAMES{"Thunderbird on another computer", NULL},
     .form = NH_FORM_P12,
     .extension = ".p12",
     .steps =
         STEPS{
             N_("Take the file to that computer on a USB drive of your own, not by e-mail."),
             N_("In Thunderbird, open Settings › Privacy & Security › Manage Certificates… › Your Certificates, press Import…, and enter the password of the file."),
             N_("If the certificate is for e-mail, open Account Settings › End-To-End Encryption, below your mail account. Under S/MIME, press Select… beside “Personal certificate for digital signing” and choose the certificate."),
             N_("Delete the file afterwards, there and on this computer."), NULL}},
    {.name = "java",
     .about = N_("Java 12 and later"),
     .form = NH_FORM_P12,
     .extension = ".p12",
     .ascii = true,
     .steps =
         STEPS{N_("Java reads the file as it is: `keytool -list -keystore {} -storetype PKCS12`"),
               NULL}},
    {.name = "backup",
     .about = N_("a copy to keep"),
     .also = NAMES{"A backup file", "A backup", NULL},
     .form = NH_FORM_P12,
     .extension = ".p12",
     .steps =
         STEPS{
             N_("Keep the file and its password where nobody else can get them, and not both in one place."),
             N_("To use it again, choose “Import a file…” in the panel of NSS Helper, or run: `nss-helper import {}`"),
             NULL}},
    {.name = "linux",
     .about = N_("other programs here"),
     .also = NAMES{"Other programs that use .p12 files", NULL},
     .form = NH_FORM_P12,
     .extension = ".p12",
     .steps =
         STEPS{
             N_("Most programs that import PKCS#12 files (.p12) can import it with its password."),
             N_("For GnuPG and Kleopatra, make a file for “GnuPG and Kleopatra” instead; for very old programs, one for “Windows 8 and earlier, Server 2016”."),
             NULL}},
    {.name = "gpgsm",
     .about = N_("GnuPG and Kleopatra (S/MIME)"),
     .also = NAMES{"GnuPG and Kleopatra", "GnuPG", "Kleopatra", NULL},
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         STEPS{
             N_("Choose File, Import in Kleopatra, or run: `gpgsm --import {}`"),
             N_("Enter the password of the file, then a new one for GnuPG. GnuPG 2.2 accepts only RSA keys."),
             N_("Delete the file afterwards, because its encryption is old."), NULL}},
    {.name = "pem",
     .about = N_("programs with OpenSSL: the key (encrypted) and the chain"),
     .also = NAMES{"Programs that use PEM files (OpenSSL, curl)", "OpenSSL", "curl", NULL},
     .form = NH_FORM_PEM,
     .extension = ".pem",
     .steps =
         STEPS{
             N_("For example: `curl --cert {} https://…` (curl asks for the password of the file)"),
             NULL}},
    {.name = "eduroam-networkmanager",
     .about = N_("Wi-Fi on Linux desktops"),
     .also = NAMES{"Wi-Fi on Linux (NetworkManager)", NULL},
     .form = NH_FORM_P12,
     .ascii = true,
     .wifi = nh_wifi_networkmanager,
     .patterns = NH_PATTERNS_ALONE,
     .file = "wifi.nmconnection",
     .steps =
         STEPS{
             N_("Run: `sudo install -m 600 {}/wifi.nmconnection /etc/NetworkManager/system-connections/ && sudo nmcli connection reload`"),
             N_("In the network menu of your desktop, choose the network, and enter the password of certificate.p12 once. Leave the folder where it is."),
             NULL}},
    {.name = "eduroam-wpa_supplicant",
     .about = N_("Wi-Fi with wpa_supplicant alone"),
     .also = NAMES{"Wi-Fi on Linux (wpa_supplicant)", NULL},
     .form = NH_FORM_P12,
     .ascii = true,
     .wifi = nh_wifi_wpa_supplicant,
     .patterns = NH_PATTERNS_ALONE,
     .file = "wpa_supplicant.conf",
     .steps =
         STEPS{
             N_("Add the network to the configuration of your wpa_supplicant, for example: `cat {}/wpa_supplicant.conf | sudo tee -a /etc/wpa_supplicant/wpa_supplicant.conf`"),
             N_("Make it read the file again: `sudo wpa_cli reconfigure`"),
             N_("When wpa_cli shows CTRL-REQ-PASSPHRASE-0, enter there, with the number that it shows: `passphrase 0 PASSWORD`"),
             N_("Leave the folder where it is."), NULL}},
    {.name = "eduroam-apple",
     .about = N_("Wi-Fi on macOS, iPhone and iPad"),
     .also = NAMES{"Wi-Fi on Mac, iPhone, iPad", NULL},
     .form = NH_FORM_P12_OLD,
     .extension = ".mobileconfig",
     .ascii = true,
     .wifi = nh_wifi_apple,
     .patterns = NH_PATTERNS_ANY,
     .steps =
         STEPS{
             N_("Take the file to the device by cable or on a USB drive of your own, and open it there."),
             N_("On a Mac, open System Settings, General, Device Management, double-click the profile, and choose Install. On an iPhone or iPad, open Settings, “Profile Downloaded”, and choose Install."),
             N_("Enter the password of the file. An iPhone or iPad first asks for its passcode."),
             N_("Delete the file afterwards, there and on this computer."), NULL}},
    {.name = "eduroam-geteduroam",
     .about = N_("Wi-Fi on Android, with the geteduroam app"),
     .also = NAMES{"Wi-Fi on Android (geteduroam app)", NULL},
     .form = NH_FORM_P12,
     .extension = ".eap-config",
     .ascii = true,
     .wifi = nh_wifi_geteduroam,
     .steps =
         STEPS{N_("Install the app geteduroam on the device, and take the file there by cable."),
               N_("Open the file with that app, and enter its password."),
               N_("Delete the file afterwards, there and on this computer."), NULL}},
    {.name = "eduroam-windows",
     .about = N_("Wi-Fi on Windows"),
     .also = NAMES{"Wi-Fi on Windows", NULL},
     .form = NH_FORM_P12,
     .ascii = true,
     .wifi = nh_wifi_windows,
     .file = "wifi.xml",
     .steps =
         STEPS{
             N_("Take the folder to that computer on a USB drive of your own, not by e-mail."),
             N_("Open the folder in Explorer, type cmd in its address bar, and press Enter."),
             N_("Enter this, and then the password, which is not shown while you type: `certutil -user -importpfx certificate.p12`"),
             N_("Unless your institution manages the computer, enter this, and choose Yes: `certutil -user -addstore Root radius-ca.pem`"),
             N_("Enter: `netsh wlan add profile filename=wifi.xml user=current`"),
             N_("Choose the network among the Wi-Fi networks."),
             N_("Delete the folder afterwards, there and on this computer."), NULL}},
    {.name = NULL},
};

const char *nh_target_choice(size_t i)
{
    return nh_targets[i].name;
}

const char *nh_target_choice_about(size_t i)
{
    return nh_targets[i].about;
}

const char *const *nh_target_choice_also(size_t i)
{
    return nh_targets[i].also;
}

enum nh_status nh_target_find(const char *name, const struct nh_target **out, struct nh_error *err)
{
    char names[280] = "";
    for (const struct nh_target *target = nh_targets; target->name; target++) {
        size_t used = strlen(names);
        if (strcmp(target->name, name) == 0) {
            *out = target;
            return NH_OK;
        }
        snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", target->name);
    }
    return nh_fail(err, NH_USAGE, NULL, "There is no target \"%.40s\". The targets are: %s.", name,
                   names);
}
