//! BoringSSL's chains and revocation cases get the answers they expect but for the exceptions argued.

use tests::corpora::corpora;
use tests::exceptions::hold;
use tests::score::disagreements;

#[test]
fn chains() {
    let Some(folder) = corpora() else { return };
    let text = std::fs::read_to_string(folder.join("boringssl/chains-dev.json")).expect("the chains");
    let answers = tests::boringssl::chains(&text).expect("a file of chains");
    assert!(!answers.is_empty());
    hold("boringssl-chains", &disagreements(&answers));
}

#[test]
fn revocation_and_signed_data() {
    let Some(folder) = corpora() else { return };
    let text = std::fs::read_to_string(folder.join("boringssl/revocation-dev.json")).expect("the cases");
    let answers = tests::boringssl::revocation(&text).expect("a file of cases");
    assert!(!answers.is_empty());
    hold("boringssl-revocation", &disagreements(&answers));
}
