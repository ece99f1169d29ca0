//! A stack's own text, with what the recordings keep apart filled in as a user would see it.

/// The port of the examples.
const PORT: &str = "8443";

/// The text with the names of the files for the paths of the recording, and a port for its mark.
pub(super) fn text(recorded: &str) -> String {
    let mut text = recorded.replace(":PORT", &format!(":{PORT}"));
    for path in ["CASE/client/", "CASE/server/"] {
        text = text.replace(path, "");
    }
    text
}

/// What OpenSSL calls it where CPython's `ssl`, through which it was recorded, words it: nginx and curl print that without the
/// exception around it. `fill_and_set_sslerror` of `Modules/_ssl.c` has a text of its own for a wrong name.
pub(super) fn own_words(recorded: &str) -> Option<String> {
    let (text, _) = recorded.rsplit_once(" (_ssl.c:")?;
    let (_, text) = text.rsplit_once("certificate verify failed: ").or_else(|| text.split_once("] "))?;
    Some(match text.split_once(", certificate is not valid for") {
        Some(("Hostname mismatch", _)) => "hostname mismatch".to_owned(),
        Some((before, _)) => before.to_owned(),
        None => text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::own_words;

    #[test]
    fn openssl_has_its_own_words() {
        let rows = [
            (
                "SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)",
                Some("certificate has expired"),
            ),
            (
                "SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'a'. (_ssl.c:1006)",
                Some("hostname mismatch"),
            ),
            (
                "tls.crt/tls.key: SSLError: [X509: KEY_VALUES_MISMATCH] key values mismatch (_ssl.c:1006)",
                Some("key values mismatch"),
            ),
            ("verify error:num=10:certificate has expired", None),
        ];
        for (recorded, words) in rows {
            assert_eq!(own_words(recorded).as_deref(), words, "{recorded}");
        }
    }
}
