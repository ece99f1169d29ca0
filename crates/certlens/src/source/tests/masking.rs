//! Nothing is left of a private key once the spans of secrets are blanked.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, HEXLOWER};

use super::bundles::{FIRST, KEY, der};
use crate::source::{Source, secrets};

fn blanked(text: &[u8]) -> Vec<u8> {
    let source = Source { name: "paste".to_owned(), content: text.to_vec() };
    let mut blank = text.to_vec();
    for secret in secrets(&[source]) {
        blank[secret.span.start..secret.span.end].fill(b' ');
    }
    blank
}

fn holds_key(text: &[u8]) -> bool {
    const PIECE: usize = 8;
    // The rest of a P-256 key in PKCS #8 is its public half, which the certificate has too.
    let key = der(KEY)[36..68].to_vec();
    let inside = |whole: &[u8], piece: &[u8]| whole.windows(piece.len()).any(|window| window == piece);
    // Twice encoded keys show no byte of theirs: what is left of the text is decoded as often as it can be.
    let mut layers = vec![text.to_vec()];
    for _ in 0..2 {
        let last = layers.last().unwrap().clone();
        let mut next = Vec::new();
        for run in
            last.split(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')))
        {
            let plain: Vec<u8> = run
                .iter()
                .map(|byte| match byte {
                    b'-' => b'+',
                    b'_' => b'/',
                    byte => *byte,
                })
                .collect();
            for skip in 0..4.min(plain.len()) {
                let rest = &plain[skip..];
                next.extend(BASE64_NOPAD.decode(&rest[..rest.len() / 4 * 4]).unwrap_or_default());
                next.push(b'\n');
            }
        }
        layers.push(next);
    }
    let hex = HEXLOWER.encode(&key);
    layers.iter().any(|layer| {
        key.windows(PIECE).any(|piece| inside(layer, piece))
            || hex.as_bytes().windows(PIECE * 2).any(|piece| inside(&layer.to_ascii_lowercase(), piece))
    })
}

#[test]
fn keys_are_blanked() {
    let wrapped = BASE64.encode(KEY.as_bytes());
    let body: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let json =
        format!("{{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{{\"tls.key\":\"{wrapped}\"}}}}");
    let indented: String = KEY.lines().map(|line| format!("    {line}\n")).collect();
    let utf16: Vec<u8> = KEY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let rows: Vec<(&str, Vec<u8>)> = vec![
        ("pem", KEY.into()),
        ("between", format!("{FIRST}{KEY}{FIRST}").into()),
        ("no end", KEY.replace("-----END PRIVATE KEY-----", "").into()),
        ("no end, stray line", KEY.replace("-----END PRIVATE KEY-----", "").replacen('\n', "\n???\n", 2).into()),
        ("no begin", KEY.replace("-----BEGIN PRIVATE KEY-----\n", "").into()),
        ("no armour", body.into()),
        ("url-safe", BASE64URL.encode(&der(KEY)).into()),
        ("der", der(KEY)),
        ("hex", HEXLOWER.encode(&der(KEY)).into()),
        ("hex, colons", der(KEY).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":").into()),
        ("one line", KEY.replace('\n', "").into()),
        ("literal newlines", KEY.replace('\n', "\\n").into()),
        ("json string", format!("{{\"key\": {KEY:?}}}").into()),
        ("percent", KEY.replace('\n', "%0A").replace(' ', "%20").into()),
        ("stray", KEY.replacen("MIG", "M!G", 1).into()),
        ("base64", wrapped.clone().into()),
        ("base64 twice", BASE64.encode(wrapped.as_bytes()).into()),
        ("yaml", format!("apiVersion: v1\nkind: Secret\ndata:\n  tls.key: {wrapped}\n").into()),
        ("yaml, other key", format!("apiVersion: v1\nkind: Secret\ndata:\n  a: {wrapped}\n").into()),
        ("yaml, block", format!("apiVersion: v1\nkind: Secret\nstringData:\n  a: |\n{indented}").into()),
        ("broken yaml", format!("apiVersion: v1\nkind: Secret\ndata:\n  tls.key: {wrapped}\n x: [\n").into()),
        ("line", format!("  tls.key: {wrapped}\n").into()),
        ("damaged value", format!("apiVersion: v1\nkind: Secret\ndata:\n  tls.key: !!{wrapped}!\n").into()),
        ("json", json.clone().into()),
        ("last applied", format!("apiVersion: v1\nkind: Secret\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {json}\n").into()),
        ("kubeconfig", format!("users:\n- user:\n    client-key-data: {wrapped}\n").into()),
        ("utf-16", utf16),
        ("quoted", KEY.lines().map(|line| format!("> {line}\n")).collect::<String>().into()),
        ("config map", format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n    key: {wrapped}\n").into()),
        ("comment", KEY.lines().map(|line| format!("# {line}\n")).collect::<String>().into()),
    ];
    let wrong: Vec<&str> =
        rows.iter().filter(|(_, text)| holds_key(&blanked(text))).map(|(name, _)| *name).collect();
    assert!(holds_key(KEY.as_bytes()) && holds_key(wrapped.as_bytes()));
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn passwords_are_blanked_and_certificates_are_not() {
    let text = "apiVersion: v1\nkind: Secret\nstringData:\n  password: hunter22\n  note: swordfish\n---\nusers:\n- user: {token: abcdefghij}\n---\ndb_password=correcthorse\n";
    let blank = String::from_utf8(blanked(text.as_bytes())).unwrap();
    for secret in ["hunter22", "swordfish", "abcdefghij", "correcthorse"] {
        assert!(!blank.contains(secret), "{blank}");
    }
    assert_eq!(blanked(FIRST.as_bytes()), FIRST.as_bytes());
}

/// A key that was copied in part: with its END line, or with neither that nor its BEGIN line.
#[test]
fn parts_of_keys_are_blanked() {
    let body: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    // Long enough to have lines in its middle.
    let long: String = body
        .repeat(4)
        .as_bytes()
        .chunks(64)
        .map(|line| format!("{}\n", String::from_utf8_lossy(line)))
        .collect();
    let whole = format!("-----BEGIN PRIVATE KEY-----\n{long}-----END PRIVATE KEY-----\n");
    for start in [40, 100, 133, 163, 229] {
        let part = &whole[start..];
        let left = String::from_utf8(blanked(part.as_bytes())).unwrap();
        assert_eq!(left.trim(), "", "from {start}");
    }
    let middle = &long[7..long.len() - 70];
    assert_eq!(String::from_utf8(blanked(middle.as_bytes())).unwrap().trim(), "");
    let thrice = BASE64.encode(BASE64.encode(BASE64.encode(KEY.as_bytes()).as_bytes()).as_bytes());
    assert_eq!(String::from_utf8(blanked(thrice.as_bytes())).unwrap().trim(), "");
}

/// What a key lies in is no secret; how a shell goes on with the next line is not either.
#[test]
fn names_of_files_are_not_blanked() {
    let shown = [
        "kubectl create secret tls a --cert=server-cert.pem \\\n  --key=server-key.pem \\\n  -o yaml\n",
        "ssl_certificate_key: /etc/nginx/tls.key\n",
        "key: \"server.key\"\n",
    ];
    for text in shown {
        assert_eq!(blanked(text.as_bytes()), text.as_bytes(), "{text}");
    }
    let text = "curl --token=abcdef0123456789 \\\n  https://a\n";
    let left = String::from_utf8(blanked(text.as_bytes())).unwrap();
    assert!(left.ends_with(" \\\n  https://a\n") && !left.contains("abcdef"), "{left}");
}
