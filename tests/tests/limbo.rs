//! x509-limbo, BetterTLS included, gets the answers it expects but for the exceptions argued.

use tests::corpora::corpora;
use tests::exceptions::hold;
use tests::score::disagreements;

#[test]
fn limbo() {
    let Some(folder) = corpora() else { return };
    let text = std::fs::read_to_string(folder.join("limbo/limbo-dev.json")).expect("the cases");
    let answers = tests::limbo::run(&text).expect("a file of cases");
    assert!(!answers.is_empty());
    hold("limbo", &disagreements(&answers));
}
