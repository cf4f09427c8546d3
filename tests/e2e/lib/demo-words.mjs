// SPDX-License-Identifier: MPL-2.0
// What make demo tells the person who drives it.
export const WORDS = {
  en: {
    steps: ({ user, password, service }) => `
A Firefox with a throw-away profile is open on the portal. Three steps:

  1. Log in as ${user} with the password ${password}, press "Issue", and when the
     certificate is ready, "Download the certificate".
  2. On 【STEP2】 press the NSS Helper button in the toolbar, "Turn on for this site",
     and allow it.
  3. Choose the strength of the key and press "Get the certificate". Then log in
     with it: ${service}

To stop: close that Firefox, or press Ctrl-C here. Nothing of it stays.
`,
    noScreen: 'Firefox could not open a window. Without a screen: make demo HEADLESS=1',
    pictures: 'Pictures of the steps, as they come:',
    done: ({ name, email, service, seconds, pictures }) => `
In ${seconds} s a throw-away Firefox has gone the whole way by itself: the portal issued a
certificate to ${name} <${email}>, NSS Helper put it into that Firefox, and the
service ${service} let ${name} log in with it.

Look at the pictures in ${pictures}: one for each step, in their order.
To press the buttons yourself, run "make demo" on a desktop.
To use NSS Helper in your own Firefox, go on with "Install" in README.md.
`,
    ended: `The demo has ended, and its profile is gone.
To use NSS Helper in your own Firefox, go on with "Install" in README.md.`,
  },
  ja: {
    steps: ({ user, password, service }) => `
使い捨てのプロファイルの Firefox で、ポータルを開きました。手順は 3 つです。

  1. ユーザー名 ${user}、パスワード ${password} でログインし、「発行」を押します。
     準備ができたら「証明書をダウンロード」を押します。
  2. 【STEP2】の画面で、ツールバーの NSS Helper のボタンを押し、「このサイトで
     有効にする」を選んで許可します。
  3. 鍵の強度を選び、「証明書を受け取る」を押します。届いた証明書で次のサービスに
     ログインできます: ${service}

終了するには、この Firefox を閉じるか、ここで Ctrl-C を押してください。後には何も残りません。
`,
    noScreen: 'Firefox のウィンドウを開けません。画面がない場合は make demo HEADLESS=1 をお使いください。',
    pictures: '各手順の画像:',
    done: ({ name, email, service, seconds, pictures }) => `
使い捨ての Firefox が ${seconds} 秒で一連の流れを自動で実行しました。ポータルが ${name} <${email}> に
証明書を発行し、NSS Helper がその Firefox に入れ、その証明書でサービス ${service} にログインできました。

各手順の画像が、順番に ${pictures} にあります。
ご自分でボタンを押して試すには、デスクトップで「make demo」を実行してください。
ご自分の Firefox で NSS Helper を使うには、README.ja.md の「インストール」に進んでください。
`,
    ended: `デモを終了し、プロファイルを削除しました。
ご自分の Firefox で NSS Helper を使うには、README.ja.md の「インストール」に進んでください。`,
  },
};
