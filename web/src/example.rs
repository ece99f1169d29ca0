//! The guide's two Secrets, their keys included: nothing but examples ever used those.

use data_encoding::BASE64;

/// Name and namespace of each, and what it holds under each of its keys. The page carries the PEM: once more in base64 it is half as long
/// again, and hardly packs.
const SECRETS: &[(&str, &str, [(&str, &str); 3])] = &[
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

/// The Secrets as `kubectl get` prints them.
pub(crate) fn example() -> String {
    let documents: Vec<String> =
        SECRETS.iter().map(|(name, namespace, entries)| document(name, namespace, entries)).collect();
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
    use super::example;

    #[test]
    fn the_example_is_the_guide_s() {
        let guide = [
            include_str!("../../tests/fixtures/seed/provider-tls.yaml"),
            include_str!("../../tests/fixtures/seed/manager-tls.yaml"),
        ];
        assert_eq!(example(), guide.join("---\n"));
    }
}
