//! NIST PKITS gets the answers it expects but for the exceptions argued.

use tests::corpora::corpora;
use tests::exceptions::hold;
use tests::score::disagreements;

#[test]
fn pkits() {
    let Some(folder) = corpora() else { return };
    let text = std::fs::read_to_string(folder.join("pkits/pkits-dev.json")).expect("the cases");
    let answers = tests::pkits::run(&text).expect("a file of cases");
    assert!(!answers.is_empty());
    hold("pkits", &disagreements(&answers));
}
