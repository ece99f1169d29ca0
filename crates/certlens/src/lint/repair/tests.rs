use super::*;
use crate::source::{Source, scan};

fn messages(name: &str, content: &str) -> Vec<String> {
    let source = Source { name: name.to_owned(), content: content.as_bytes().to_vec() };
    findings(&scan(&[source]), &Configuration::default(), core::iter::empty())
        .into_iter()
        .map(|finding| finding.message)
        .collect()
}

#[test]
fn codes_are_words_and_used_once() {
    let mut codes: Vec<&str> = rules().map(|rule| rule.code).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
    for rule in rules() {
        assert!(
            rule.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        );
        assert!(
            !rule.title.ends_with('.') && rule.explanation.ends_with('.') && rule.remedy.ends_with('.'),
            "{}",
            rule.code
        );
    }
}

#[test]
fn messages_name_the_file_the_damage_and_the_remedy() {
    let pem = include_str!("../../../../../tests/fixtures/bundles/first.pem");
    assert_eq!(
        messages("ca.pem", &format!("\u{feff}{pem}{pem}")),
        [
            "`ca.pem` › block 1: a UTF-8 byte order mark stands before a BEGIN line. Go and rustls skip that certificate, and Java refuses the whole file. Save the file without a byte order mark."
        ]
    );
    assert_eq!(messages("ca.pem", pem), [""; 0]);
    let template = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  tls.crt: # base64 encoded server-cert.pem\n";
    let [message] = messages("a.yaml", template).try_into().unwrap();
    assert!(
        message
            .starts_with("`Secret a`: `tls.crt` holds only the comment “base64 encoded server-cert.pem”. "),
        "{message}"
    );
}

#[test]
fn text_without_finds_is_one_finding_for_each_source() {
    let guide = "# Guide\n\nSome words.\n\n```bash\nopenssl genrsa\n```\n\nMore words.\n";
    let [message] = messages("guide.md", guide).try_into().unwrap();
    assert!(message.starts_with("`guide.md`: no certificate or key is in 3 stretches of text"), "{message}");
}
