//! What `kubectl apply` keeps of a Secret in an annotation may be older than the Secret: it is shown, and neither trusted nor judged.

use certlens::diff::compare;
use certlens::path::PathEnd;
use certlens::rule::Verdict;
use certlens::{Inspection, Settings, Source, inspect, report};
use data_encoding::BASE64;
use tests::issue::{Entity, Kind};

/// A certificate as the value of a Secret.
fn value(der: &[u8]) -> String {
    let armour = |word: &str| format!("-----{word} CERTIFICATE-----\n");
    BASE64.encode([&armour("BEGIN"), &BASE64.encode(der), "\n", &armour("END")].concat().as_bytes())
}

/// A Secret whose annotation, if any, carries these `ca.crt` and `tls.crt`, and whose data has those.
fn secret(copy: Option<[&[u8]; 2]>, data: [&[u8]; 2]) -> Vec<Source> {
    let annotation = copy.map_or_else(String::new, |[ca, own]| {
        format!(
            "  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {{\"apiVersion\":\"v1\",\
             \"kind\":\"Secret\",\"metadata\":{{\"name\":\"web\"}},\"data\":{{\"ca.crt\":\"{}\",\"tls.crt\":\"{}\"}}}}\n",
            value(ca),
            value(own)
        )
    });
    let [ca, own] = data.map(value);
    let text = format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\n{annotation}data:\n  ca.crt: {ca}\n  tls.crt: {own}\n"
    );
    vec![Source { name: "web.yaml".to_owned(), content: text.into_bytes() }]
}

fn settings() -> Settings {
    Settings { time: "2026-11-01T00:00:00Z".parse().expect("a time"), ..Settings::default() }
}

fn summary(inspection: &Inspection) -> String {
    report::document(inspection).summary
}

struct Rotation {
    old_ca: Vec<u8>,
    new_ca: Vec<u8>,
    /// By the old CA and by the new one.
    old: Vec<u8>,
    new: Vec<u8>,
}

fn rotation() -> Rotation {
    let (old_ca, new_ca, leaf) = (Entity::new("Old CA", 1), Entity::new("New CA", 2), Entity::new("web", 3));
    let authority = Kind::Authority(Vec::new());
    let end_entity = Kind::EndEntity(vec!["web.example".to_owned()]);
    Rotation {
        old: leaf.certificate(&old_ca, 3, &end_entity),
        new: leaf.certificate(&new_ca, 4, &end_entity),
        old_ca: old_ca.certificate(&old_ca, 1, &authority),
        new_ca: new_ca.certificate(&new_ca, 2, &authority),
    }
}

#[test]
fn a_stale_copy_of_a_ca_is_no_anchor() {
    let Rotation { old_ca, new_ca, old, .. } = rotation();
    let inspection = inspect(&secret(Some([&old_ca, &old]), [&new_ca, &old]), &settings());
    let [search] = inspection.paths.as_slice() else { panic!("{:?}", inspection.paths) };
    assert_eq!(search.verdict(), Verdict::Reject);
    assert!(matches!(search.candidates[0].end, PathEnd::MissingIssuer(_)), "{:?}", search.candidates[0].end);
    let message = inspection.summary(search);
    assert!(message.contains("only certificate `CN=Old CA`") && message.contains("(a copy)"), "{message}");
}

#[test]
fn what_stands_only_in_a_copy_is_shown_and_not_judged() {
    let Rotation { old_ca, new_ca, old, new } = rotation();
    let inspection = inspect(&secret(Some([&old_ca, &old]), [&new_ca, &new]), &settings());
    assert_eq!(inspection.inventory.objects.len(), 4);
    let found = summary(&inspection);
    assert!(found.starts_with("Found 2 certificates in 1 Secret. 2 things stand only in copies"), "{found}");
    let [search] = inspection.paths.as_slice() else { panic!("{:?}", inspection.paths) };
    assert_eq!(
        inspection.inventory.certificate(search.target).map(|own| own.der.as_slice()),
        Some(new.as_slice())
    );
    let of_copies: Vec<&str> = inspection
        .findings
        .iter()
        .map(|finding| finding.message.as_str())
        .filter(|message| message.contains("(a copy)"))
        .collect();
    assert_eq!(of_copies, [""; 0]);
}

#[test]
fn what_a_copy_has_too_is_named_by_its_own_place() {
    let Rotation { new_ca, new, .. } = rotation();
    let inspection = inspect(&secret(Some([&new_ca, &new]), [&new_ca, &new]), &settings());
    let places: Vec<String> =
        inspection.inventory.objects.iter().map(|object| object.origins[0].place.to_string()).collect();
    assert_eq!(places, ["Secret web › data › ca.crt", "Secret web › data › tls.crt"]);
}

#[test]
fn a_copy_is_no_version() {
    let Rotation { old_ca, new_ca, old, new } = rotation();
    let with = secret(Some([&old_ca, &old]), [&new_ca, &new]);
    let diff = compare(&secret(None, [&new_ca, &new]), &with, &settings());
    let changes: Vec<&str> =
        diff.pairs.iter().flat_map(|pair| &pair.changes).map(|change| change.field).collect();
    assert_eq!(changes, [""; 0]);
}
