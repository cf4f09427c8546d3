/* SPDX-License-Identifier: MPL-2.0 */
/* No include guard: text.h and text.c each read this list once. "{}" is filled in. */
TEXT(UNIVERSITY, "Example University", "サンプル大学")
TEXT(PORTAL_NAME, "Certificate Portal", "電子証明書発行ポータル")
TEXT(DOWNLOAD_NAME, "Certificate Download", "電子証明書ダウンロード")
TEXT(SERVICE_NAME, "Online Library", "オンライン図書館")
TEXT(STATUS_NAME, "Certificate Status", "電子証明書の失効情報")
TEXT(LANGUAGE, "日本語", "English")
TEXT(LOGOUT, "Log out", "ログアウト")
TEXT(FOOTER, "This university is made up. The portal is for trying out and testing, and runs on this computer only.",
     "この大学は架空のものです。お試しとテストのためのポータルで、このコンピューターの中だけで動いています。")

TEXT(LOGIN_TITLE, "Log in", "ログイン")
TEXT(LOGIN_LEAD, "Here you can have a client certificate issued: it proves to the university's services who you are.",
     "学内サービスの利用者認証に使う電子証明書（クライアント証明書）を発行します。")
TEXT(USER, "User ID", "利用者ID")
TEXT(PASSWORD, "Password", "パスワード")
TEXT(LOGIN, "Log in", "ログイン")
TEXT(LOGIN_DEMO, "To try it out, log in as {}.", "お試しの際は、{} でログインしてください。")
TEXT(WRONG_PASSWORD, "The user ID or the password is not right.", "利用者IDまたはパスワードが正しくありません。")
TEXT(TOO_MANY, "There were too many wrong tries. Please wait ten minutes and try again.",
     "入力の誤りが続いたため、受け付けを一時停止しています。10分ほど待ってから、もう一度お試しください。")

TEXT(HOME_TITLE, "Your certificate", "電子証明書の発行")
TEXT(STATE_NONE, "Not issued", "未発行")
TEXT(STATE_PREPARING, "Being prepared", "発行準備中")
TEXT(STATE_READY, "Ready for download", "ダウンロードできます")
TEXT(STATE_ISSUED, "Issued", "発行済み")
TEXT(APPLICANT, "Name", "氏名")
TEXT(NONE_LEAD, "You have no certificate yet. Press “Issue” and its preparation starts.",
     "電子証明書はまだ発行されていません。「発行」を押すと、発行の準備が始まります。")
TEXT(EXPIRED_LEAD, "The access PIN has expired before the certificate was downloaded. Please start again with “Issue”.",
     "ダウンロードされないまま、アクセスPINの有効期限が過ぎました。もう一度「発行」からお手続きください。")
TEXT(ISSUE, "Issue", "発行")
TEXT(PREPARING_LEAD, "Your certificate is being prepared. This page looks again by itself; you may also close it and come back later.",
     "電子証明書の発行を準備しています。このページは自動的に更新されます。いったん閉じて、後で開き直してもかまいません。")
TEXT(SECONDS_LEFT, "About {} s to go.", "あと約{}秒です。")
TEXT(MINUTES_LEFT, "About {} min to go.", "あと約{}分です。")
TEXT(READY_LEAD, "Your certificate is ready. Go on to the download site: the access PIN is carried along.",
     "電子証明書の準備ができました。ダウンロードサイトへお進みください。アクセスPINは自動的に引き継がれます。")
TEXT(PIN, "Access PIN", "アクセスPIN")
TEXT(PIN_NOTE, "It is good for one certificate, until {}. Show it to nobody.",
     "{} まで、1回だけ使えます。ほかの人に教えないでください。")
TEXT(DOWNLOAD, "Download the certificate", "証明書をダウンロード")
TEXT(ISSUED_LEAD, "This certificate was handed out. It can't be downloaded a second time; if you have lost it, have a new one issued.",
     "この電子証明書は受け渡し済みです。再度ダウンロードすることはできません。紛失したときは、新しい証明書を発行してください。")
TEXT(AGAIN, "Issue another", "もう一度発行する")
TEXT(TO_STEP1, "You can also go to the download site by yourself and type the access PIN there.",
     "ダウンロードサイトを直接開いて、アクセスPINを入力することもできます。")

TEXT(SUBJECT, "Issued to", "発行対象者")
TEXT(EMAIL, "E-mail", "メールアドレス")
TEXT(ISSUER, "Issued by", "発行者")
TEXT(VALIDITY, "Valid", "有効期間")
TEXT(TO, "to", "～")
TEXT(VALID_25, "25 months from today", "発行日から25か月")
TEXT(SERIAL_DECIMAL, "Serial number (decimal)", "シリアル番号（10進）")
TEXT(SERIAL_HEX, "Serial number (hex)", "シリアル番号（16進）")
TEXT(FINGERPRINT, "SHA-256 fingerprint", "フィンガープリント（SHA-256）")

TEXT(LIST_TITLE, "Your certificates", "証明書一覧")
TEXT(LIST_LEAD, "All certificates that were issued to you, the newest first.",
     "これまでに発行された電子証明書です。新しいものから順に表示しています。")
TEXT(LIST_EMPTY, "No certificate has been issued to you yet.", "発行された電子証明書はまだありません。")
TEXT(TO_LIST, "All your certificates: renew, revoke", "証明書一覧（更新・失効）")
TEXT(TO_HOME, "Back to issuing", "電子証明書の発行に戻る")
TEXT(CRL_NOTE, "What was revoked:", "失効した電子証明書の一覧：")
TEXT(CRL, "revocation list (CRL)", "失効リスト（CRL）")
TEXT(CERT_GOOD, "Valid", "有効")
TEXT(CERT_SOON, "Ends soon", "まもなく期限切れ")
TEXT(CERT_RENEWED, "Renewed", "更新済み")
TEXT(CERT_EXPIRED, "Expired", "期限切れ")
TEXT(CERT_REVOKING, "Being revoked", "失効処理中")
TEXT(CERT_REVOKED, "Revoked", "失効済み")
TEXT(NOT_YOURS_TITLE, "There is no such certificate", "電子証明書が見つかりません")
TEXT(NOT_YOURS, "No certificate with this serial number was issued to you. Nothing was done.",
     "このシリアル番号の電子証明書は、あなたには発行されていません。何も処理していません。")

TEXT(RENEW, "Renew", "更新")
TEXT(RENEW_FROM, "It can be renewed from {}.", "{} から更新できます。")
TEXT(NO_RENEW_TITLE, "It can't be renewed", "更新できません")
TEXT(TOO_EARLY, "It is too early to renew this certificate. That is possible in its last 30 days, from {}. Nothing was done.",
     "この電子証明書は、まだ更新できません。更新できるのは、有効期間が残り30日になる {} からです。何も処理していません。")
TEXT(NOT_RENEWABLE, "This certificate has expired, was revoked or was renewed already, so it can't be renewed. Have a new one issued instead.",
     "この電子証明書は、期限切れ、失効、または更新済みのため、更新できません。新しい電子証明書を発行してください。")

TEXT(REVOKE, "Revoke", "失効")
TEXT(REVOKE_TITLE, "Revoke a certificate", "電子証明書の失効")
TEXT(REVOKE_LEAD, "Please compare the serial number with the one in your browser: this certificate will be revoked.",
     "次の電子証明書を失効させます。シリアル番号が、お使いのブラウザーに表示されるものと同じことを確かめてください。")
TEXT(REVOKE_WARNING, "This can't be undone: services will refuse the certificate from then on. Mail that was encrypted to it can still be read, as long as you keep its key.",
     "失効を取り消すことはできません。失効した電子証明書は、各サービスで使えなくなります。この証明書あてに暗号化されたメールは、秘密鍵を残しておけば、その後も読めます。")
TEXT(NOT_NOW, "Cancel", "やめる")
TEXT(REVOKING_LEAD, "It is being revoked. This page looks again by itself.",
     "失効の処理をしています。このページは自動的に更新されます。")
TEXT(REVOKED_LEAD, "This certificate was revoked, and services refuse it. Have a new one issued if you need one.",
     "この電子証明書は失効したため、各サービスで使えません。必要な場合は、新しい証明書を発行してください。")
TEXT(REVOKED_AT, "Revoked on {}.", "{} に失効しました。")
TEXT(REASON, "Reason", "失効理由")
TEXT(REASON_CHOOSE, "Please choose", "選んでください")
TEXT(REASON_UNSPECIFIED, "No reason given", "理由を指定しない")
TEXT(REASON_KEY, "The private key is lost, or others may have it", "秘密鍵の紛失・漏えい")
TEXT(REASON_AFFILIATION, "Name, e-mail address or department has changed", "氏名・メールアドレス・所属の変更")
TEXT(REASON_SUPERSEDED, "A newer certificate has taken its place", "新しい証明書への切り替え")
TEXT(REASON_CESSATION, "It is no longer used", "利用の終了")
TEXT(REASON_PRIVILEGE, "You may no longer use it", "利用資格の喪失")

TEXT(STEPS, "Steps", "手順")
TEXT(STEP1, "Access PIN", "アクセスPIN入力")
TEXT(STEP2, "Key", "鍵の生成")
TEXT(STEP3, "Certificate", "証明書の受け取り")
TEXT(STEP4, "Check", "確認")
TEXT(STEP1_TITLE, "Access PIN", "アクセスPINの入力")
TEXT(STEP1_LEAD, "Type the access PIN that the certificate portal has shown you.",
     "電子証明書発行ポータルに表示されたアクセスPINを入力してください。")
TEXT(NEXT, "Next", "次へ")
TEXT(NO_PIN, "You have no access PIN?", "アクセスPINをお持ちでない方は、")
TEXT(TO_PORTAL, "Go to the certificate portal", "電子証明書発行ポータルへ")
TEXT(NOTICE_USED, "The certificate of this access PIN was downloaded already. It is handed out once only. If you have lost it, have a new one issued in the portal.",
     "このアクセスPINの証明書は、すでにダウンロードされています。証明書を受け取れるのは1回だけです。紛失したときは、ポータルで新しい証明書を発行してください。")
TEXT(NOTICE_WRONG, "This access PIN is not right. Please compare it with the one in the portal.",
     "アクセスPINが正しくありません。ポータルの表示をもう一度ご確認ください。")
TEXT(NOTICE_EXPIRED, "Your time at this site, or the access PIN, has expired. Please type the access PIN once more, or have a new one issued in the portal.",
     "操作の制限時間またはアクセスPINの有効期限が過ぎました。アクセスPINをもう一度入力するか、ポータルで改めて発行してください。")
TEXT(NOTICE_REFUSED, "The key that your browser sent was not accepted, and nothing was issued. The access PIN is still good: please try again.",
     "ブラウザーから送られた鍵を受け付けられなかったため、証明書は発行していません。アクセスPINはまだ使えますので、もう一度お試しください。")
TEXT(NOTICE_NOKEY, "Your browser sent no key, and nothing was issued. The access PIN is still good: turn NSS Helper on for this site, not in a private window, and try again.",
     "ブラウザーから鍵が送られなかったため、証明書は発行していません。アクセスPINはまだ使えます。プライベートウィンドウ以外でこのページを開き、NSS Helper を「このサイトで有効にする」で有効にしてから、もう一度お試しください。")

TEXT(STEP2_TITLE, "Make the key", "鍵の生成")
TEXT(STEP2_LEAD, "Choose how strong the key shall be and press the button. Your browser makes the key, and the private key stays there.",
     "鍵の強度を選んで、ボタンを押してください。鍵はお使いのブラウザーの中で作られ、秘密鍵が外に送られることはありません。")
TEXT(STRENGTH, "Key strength", "鍵の強度")
TEXT(NO_KEYGEN, "The choice of the key strength should be here. Your browser no longer makes keys for web pages by itself: press the NSS Helper button in its toolbar, then “Turn on for this site”. This page can stay open. In a private window, NSS Helper works only if you have allowed it there.",
     "ここに鍵の強度の選択肢が表示されます。現在のブラウザーは、Webページのための鍵を単独では作れません。ツールバーの NSS Helper のボタンを押し、「このサイトで有効にする」を選んでください。このページは開いたままでかまいません。プライベートウィンドウでは、許可した場合にだけ動作します。")
TEXT(GET, "Get the certificate", "証明書を受け取る")
TEXT(ONCE, "The certificate is handed out once only. Please don't close the browser until it has arrived.",
     "証明書を受け取れるのは1回だけです。受け取りが終わるまで、ブラウザーを閉じないでください。")
TEXT(ISSUED_CHECK, "Check it: 【STEP4】", "【STEP4】で確認する")
TEXT(TO_STEP4, "When you have received it, go on to 【STEP4】", "受け取ったら【STEP4】へ進む")

TEXT(P12_READY_LEAD, "Your certificate is ready. Keep the access PIN at hand and go on to the download site: the PIN is carried along to it.",
     "電子証明書の準備ができました。アクセスPINを控えてから、ダウンロードサイトへお進みください。ダウンロードサイトには、アクセスPINが自動的に引き継がれます。")
TEXT(P12_PASSWORD, "The access PIN is the password of the certificate file (.p12) that you download. When you are asked for it, type it just as it is shown here, in capital letters.",
     "アクセスPINは、ダウンロードする証明書ファイル（.p12）のパスワードです。入力を求められたら、この表示のとおり、半角の英大文字と数字で入力してください。")
TEXT(P12_PASSWORD_THERE, "The access PIN that the portal shows is the password of the certificate file (.p12) that you download. You can look it up there later, too.",
     "ポータルに表示されたアクセスPINは、ダウンロードする証明書ファイル（.p12）のパスワードです。アクセスPINは、ダウンロードした後もポータルで確認できます。")
TEXT(P12_STEP2, "Download", "ダウンロード")
TEXT(P12_STEP3, "Import", "インポート")
TEXT(P12_STEP2_TITLE, "Download the certificate", "証明書のダウンロード")
TEXT(P12_STEP2_LEAD, "Press “Download”. This site makes the key, and hands it out with the certificate in one file (.p12).",
     "「ダウンロード」を押してください。このサイトで作る鍵と証明書を、1つのファイル（.p12）でお渡しします。")
TEXT(P12_GET, "Download", "ダウンロード")
TEXT(P12_ONCE, "The file can be downloaded once only. Please press the button a single time and wait: it may take a while.",
     "ダウンロードできるのは1回だけです。ボタンは1度だけ押して、そのままお待ちください。少し時間がかかることがあります。")
TEXT(P12_STEP3_TITLE, "【STEP3】 Import the file into Firefox", "【STEP3】ファイルをFirefoxにインポートする")
TEXT(P12_HOW3, "Press “Import” under “Your Certificates”, choose the file, and type the access PIN as its password.",
     "「あなたの証明書」の「インポート」を押してファイルを選び、パスワードとしてアクセスPINを入力します。")
TEXT(P12_TO_STEP4, "When you have imported it, go on to 【STEP4】", "インポートしたら【STEP4】へ進む")

TEXT(STEP4_TITLE, "Check the certificate", "証明書の確認")
TEXT(STEP4_LEAD, "Please check that the certificate is in your browser and that it works.",
     "証明書がブラウザーに入り、使えるようになったことをご確認ください。")
TEXT(STEP4_ISSUED, "The certificate that was issued", "発行された証明書")
TEXT(STEP4_LOOK, "See it in Firefox", "Firefoxで見る")
TEXT(STEP4_HOW1, "Open the settings and choose “Privacy and security”.", "「設定」を開き、「プライバシーとセキュリティ」を選びます。")
TEXT(STEP4_HOW2, "Press “Manage certificates” at “Certificates”.", "「証明書」の「証明書を管理」を押します。")
TEXT(STEP4_HOW3, "Your name is listed under “Your Certificates”. Compare the serial number: Firefox shows it in hex.",
     "「あなたの証明書」に自分の名前があることと、シリアル番号（16進）を確かめます。")
TEXT(STEP4_TRY, "Log in with it", "証明書でログインする")
TEXT(STEP4_TRY_LEAD, "The online library asks your browser for the certificate and shows who came.",
     "オンライン図書館は、ブラウザーに証明書の提示を求め、だれとしてログインしたかを表示します。")
TEXT(TO_SERVICE, "Open the online library", "オンライン図書館を開く")

TEXT(SERVICE_TITLE, "You are logged in", "ログインしました")
TEXT(SERVICE_LEAD, "Welcome, {}. Your browser has proven with this certificate that it is you.",
     "ようこそ、{} さん。次の証明書でご本人であることを確認しました。")
TEXT(NO_CERTIFICATE_TITLE, "A certificate is needed", "電子証明書が必要です")
TEXT(NO_CERTIFICATE, "This service is open to holders of a certificate of the university. Your browser has shown none.",
     "このサービスを利用するには、大学が発行した電子証明書が必要です。ブラウザーから証明書が提示されませんでした。")
TEXT(BAD_CERTIFICATE, "Your browser has shown a certificate that this service does not accept: {}.",
     "ブラウザーから提示された証明書は、このサービスでは利用できません（{}）。")
TEXT(NO_CERTIFICATE_NEXT, "If you have one: Firefox keeps using a connection that was made without it. Open this page in a new container tab, or start Firefox again.",
     "証明書をお持ちの場合：Firefoxは、証明書なしで始めた接続を使い続けることがあります。新しいコンテナータブでこのページを開くか、Firefoxを再起動してください。")
TEXT(NO_CERTIFICATE_GET, "If you have none, have one issued.", "まだお持ちでない場合は、電子証明書を発行してください。")

TEXT(CAMPUS_TITLE, "Only from the campus network", "学内ネットワークからご利用ください")
TEXT(CAMPUS, "Certificates are issued within the campus network only. Please connect to the campus network, or to its VPN, and open this page again.",
     "電子証明書の発行は、学内ネットワークからのみご利用いただけます。学内ネットワーク、または大学のVPNに接続してから、もう一度このページを開いてください。")
TEXT(FORGED_TITLE, "This form was not accepted", "送信を受け付けられませんでした")
TEXT(FORGED, "The form did not come from this site's own page, or it was open for too long. Nothing was done. Please open the page again.",
     "このサイトのページから送信されたものではないか、時間がたちすぎているため、何も処理していません。ページを開き直してください。")
TEXT(BAD_FORM, "The form is not one of this site. Nothing was done.", "このサイトのフォームではないため、何も処理していません。")
TEXT(MISSING_TITLE, "There is no such page", "ページが見つかりません")
TEXT(MISSING, "Please check the address, or start at the first page.", "アドレスをご確認いただくか、最初のページからお進みください。")
TEXT(METHOD_TITLE, "That is not possible here", "この操作はできません")
TEXT(METHOD, "This address takes no such request.", "このアドレスでは、その操作を受け付けていません。")
TEXT(FAILURE_TITLE, "Something went wrong", "エラーが発生しました")
TEXT(FAILURE, "The portal could not do this. Nothing was issued. Please try again later.",
     "処理できませんでした。証明書は発行されていません。しばらくしてから、もう一度お試しください。")
TEXT(BACK_TO_START, "Back to the first page", "最初のページへ戻る")
