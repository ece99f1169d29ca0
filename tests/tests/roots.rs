//! Every root of Mozilla's store can be read and serves as an anchor.

use certlens::crypto::digest::sha256;
use certlens::inventory::{Encoding, Inventory};
use certlens::path::{self, Memo};
use certlens::rule::Verdict;
use certlens::settings::{Settings, Trust};
use tests::corpora::corpora;
use tests::limbo::reasons;
use tests::pem;

#[test]
fn every_root_is_an_anchor() {
    let Some(folder) = corpora() else { return };
    let text = std::fs::read_to_string(folder.join("roots/certifi-2026.10.18.pem")).expect("the roots");
    let roots = pem::decode_all(&text);
    assert_eq!(roots.len(), 117);
    let encodings: Vec<Encoding<'_>> = roots.iter().map(|der| Encoding::Certificate(der)).collect();
    let (inventory, ids) = Inventory::of_encodings(&encodings);
    let mut memo = Memo::of(&inventory);
    for (root, id) in roots.iter().zip(ids) {
        let settings = Settings {
            time: "2026-10-18T00:00:00Z".parse().expect("a time"),
            trust: Trust::from_iter([sha256(root)]),
            ..Settings::default()
        };
        let search = path::search(&inventory, id.expect("a certificate"), &settings, &mut memo);
        assert_eq!(search.verdict(), Verdict::Accept, "{}", reasons(&search));
    }
}
