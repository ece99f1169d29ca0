//! The guide's two Secrets, and what they should have been, their keys included: nothing but examples ever used those.

use data_encoding::BASE64;

/// Name and namespace of a Secret, and what it holds under each of its keys. The page carries the PEM: once more in base64 it is half
/// as long again, and hardly packs.
pub(crate) type Secret = (&'static str, &'static str, [(&'static str, &'static str); 3]);

/// As the guide has them made.
pub(crate) const BROKEN: [Secret; 2] = [
    (
        "provider-tls",
        "default",
        [
            ("tls.crt", include_str!("../../tests/fixtures/seed/server-cert.pem")),
            ("tls.key", include_str!("../../tests/fixtures/seed/server-key.pem")),
            ("ca.crt", include_str!("../../tests/fixtures/seed/ca-cert.pem")),
        ],
    ),
    (
        "manager-tls",
        "virtrigaud-system",
        [
            ("tls.crt", include_str!("../../tests/fixtures/seed/client-cert.pem")),
            ("tls.key", include_str!("../../tests/fixtures/seed/client-key.pem")),
            ("ca.crt", include_str!("../../tests/fixtures/seed/ca-cert.pem")),
        ],
    ),
];

/// The same with certificates as they should be.
pub(crate) const CORRECTED: [Secret; 2] = [
    (
        "provider-tls",
        "default",
        [
            ("tls.crt", include_str!("../../tests/fixtures/corrected/server-cert.pem")),
            ("tls.key", include_str!("../../tests/fixtures/corrected/server-key.pem")),
            ("ca.crt", include_str!("../../tests/fixtures/corrected/client-ca.pem")),
        ],
    ),
    (
        "manager-tls",
        "virtrigaud-system",
        [
            ("tls.crt", include_str!("../../tests/fixtures/corrected/client-cert.pem")),
            ("tls.key", include_str!("../../tests/fixtures/corrected/client-key.pem")),
            ("ca.crt", include_str!("../../tests/fixtures/corrected/server-ca.pem")),
        ],
    ),
];

/// Secrets as `kubectl get` prints them.
pub(crate) fn example(secrets: &[Secret]) -> String {
    let documents: Vec<String> =
        secrets.iter().map(|(name, namespace, entries)| document(name, namespace, entries)).collect();
    documents.join("---\n")
}

fn document(name: &str, namespace: &str, entries: &[(&str, &str)]) -> String {
    let mut text = format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\n  namespace: {namespace}\ntype: kubernetes.io/tls\ndata:\n"
    );
    for (key, pem) in entries {
        text.push_str(&format!("  {key}: {}\n", BASE64.encode(pem.as_bytes())));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{BROKEN, CORRECTED, example};

    #[test]
    fn the_examples_are_the_guide_s() {
        let guide = [
            include_str!("../../tests/fixtures/seed/provider-tls.yaml"),
            include_str!("../../tests/fixtures/seed/manager-tls.yaml"),
        ];
        assert_eq!(example(&BROKEN), guide.join("---\n"));
        let corrected = [
            include_str!("../../tests/fixtures/corrected/provider-tls.yaml"),
            include_str!("../../tests/fixtures/corrected/manager-tls.yaml"),
        ];
        assert_eq!(example(&CORRECTED), corrected.join("---\n"));
    }
}
