//! PEM as the corpora write it.

use data_encoding::BASE64;

/// The bytes of the first block of `text`, whatever its label; empty where there is none.
pub fn decode(text: &str) -> Vec<u8> {
    let body: String = text
        .lines()
        .skip_while(|line| !line.starts_with("-----BEGIN"))
        .skip(1)
        .take_while(|line| !line.starts_with("-----END"))
        .map(str::trim)
        .collect();
    BASE64.decode(body.as_bytes()).unwrap_or_default()
}

/// The bytes of every block of `text`, whatever its label.
pub fn decode_all(text: &str) -> Vec<Vec<u8>> {
    text.split("-----BEGIN").skip(1).map(|block| decode(&format!("-----BEGIN{block}"))).collect()
}

/// A certificate as OpenSSL writes it.
pub fn certificate(der: &[u8]) -> String {
    let body = BASE64.encode(der);
    let lines: Vec<&str> =
        body.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap_or_default()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
