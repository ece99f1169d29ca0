//! From the characters of a paste to the bytes they encode, and back.

use certlens::span::{ByteRange, Location, Span};
use certlens::{Settings, Source, inspect};

const SEED: &[&str] = &["provider-tls.yaml", "manager-tls.yaml", "server-cert.pem", "ca-cert.pem"];

#[test]
fn the_characters_of_a_byte_encode_that_byte() {
    for name in SEED {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/seed");
        let content = std::fs::read(format!("{file}/{name}")).unwrap();
        let inspection = inspect(&[Source { name: (*name).to_owned(), content }], &Settings::default());
        for object in &inspection.inventory.objects {
            let length = object.content.der().map_or(0, <[u8]>::len);
            for byte in (0..length).step_by(7).chain(length.checked_sub(1)) {
                let wanted = ByteRange::new(byte, byte + 1);
                let text = inspection.text(&Location::Field { object: object.id, bytes: wanted }).unwrap();
                let Some(Location::Field { object: found, bytes }) = inspection.encoded(text) else {
                    panic!("{name}: byte {byte} of #{} is at {text:?}, which encodes nothing", object.id.0);
                };
                assert_eq!(found, object.id, "{name}");
                // A character of base64 holds bits of two bytes, and so do its neighbours.
                assert!(
                    bytes.start <= byte && byte < bytes.end && bytes.len() <= 6,
                    "{name}: {byte}, {bytes:?}"
                );
            }
        }
    }
}

#[test]
fn what_encodes_no_bytes_is_the_object_or_nothing() {
    let content = b"before\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n".to_vec();
    let inspection = inspect(&[Source { name: "box".to_owned(), content }], &Settings::default());
    assert_eq!(inspection.encoded(Span::new(0, 2, 2)), None);
    assert_eq!(inspection.encoded(Span::new(1, 40, 40)), None);
    let id = inspection.inventory.objects[0].id;
    assert!(matches!(inspection.encoded(Span::new(0, 10, 10)), Some(Location::Object(found)) if found == id));
}

/// From the outside in: the file, the block, and what is in the bundle that the block is.
#[test]
fn members_of_a_bundle_stand_within_its_block() {
    let [first, bundle] = [
        include_str!("../fixtures/bundles/first.pem").to_owned(),
        include_str!("../fixtures/bundles/two.p7b").to_owned(),
    ];
    // The first certificate is in both; the second only in the bundle.
    let source = Source { name: "mixed.pem".to_owned(), content: format!("{first}{bundle}").into_bytes() };
    let inspection = inspect(&[source], &Settings::default());
    let places: Vec<Vec<String>> = inspection
        .inventory
        .objects
        .iter()
        .map(|object| object.origins.iter().map(|origin| origin.place.to_string()).collect())
        .collect();
    assert_eq!(
        places,
        [
            vec!["mixed.pem › block 1 of 2", "mixed.pem › block 2 of 2 › member 1 of 2"],
            vec!["mixed.pem › block 2 of 2"],
            vec!["mixed.pem › block 2 of 2 › member 2 of 2"],
        ]
    );
}
