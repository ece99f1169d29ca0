//! What is made to hang a path search ends with the right answer.

use certlens::crypto::digest::sha256;
use certlens::inventory::{Encoding, Inventory};
use certlens::path::{self, Limit, Memo, PathEnd, PathSearch};
use certlens::rule::Verdict;
use certlens::settings::{Settings, Trust};
use tests::issue::{Entity, Kind};
use tests::limbo::reasons;

fn authority() -> Kind {
    Kind::Authority(Vec::new())
}

fn end_entity() -> Kind {
    Kind::EndEntity(vec!["bomb.example".to_owned()])
}

/// The first of `certificates` is the target, the last the anchor.
fn search(certificates: &[Vec<u8>]) -> PathSearch {
    let encodings: Vec<Encoding<'_>> = certificates.iter().map(|der| Encoding::Certificate(der)).collect();
    let (inventory, ids) = Inventory::of_encodings(&encodings);
    let settings = Settings {
        time: "2026-11-01T00:00:00Z".parse().expect("a time"),
        trust: Trust::from_iter([sha256(certificates.last().expect("an anchor"))]),
        ..Settings::default()
    };
    path::search(&inventory, ids[0].expect("a target"), &settings, &mut Memo::of(&inventory))
}

/// Five levels of ten CAs each, one name and key a level, each cross-signed by every one above: 10^5 paths. The last of the top
/// level reaches the anchor, or none does.
fn ladder(reaches: bool) -> Vec<Vec<u8>> {
    let (root, other) = (Entity::new("root", 1), Entity::new("root", 2));
    let levels: Vec<Entity> =
        (0..5).map(|level| Entity::new(&format!("level {level}"), 10 + level)).collect();
    let leaf = Entity::new("leaf", 3);
    let mut pasted = vec![leaf.certificate(&levels[0], 1, &end_entity())];
    for (index, level) in levels.iter().enumerate() {
        for serial in 0..10 {
            let top = if reaches && serial == 9 { &root } else { &other };
            pasted.push(level.certificate(levels.get(index + 1).unwrap_or(top), serial, &authority()));
        }
    }
    pasted.push(root.certificate(&root, 1, &authority()));
    pasted
}

#[test]
fn ladder_without_a_path() {
    let search = search(&ladder(false));
    assert_eq!(search.verdict(), Verdict::Reject, "{}", reasons(&search));
    assert!(matches!(search.candidates[0].end, PathEnd::MissingIssuer(_)), "{:?}", search.candidates[0].end);
}

#[test]
fn ladder_with_one_way_up() {
    let search = search(&ladder(true));
    assert_eq!(search.verdict(), Verdict::Accept, "{}", reasons(&search));
    assert_eq!(search.spent, None);
    assert_eq!(search.candidates[0].certificates.len(), 7);
}

#[test]
fn a_thousand_authorities_of_one_name() {
    let root = Entity::new("root", 1);
    let authorities: Vec<Entity> = (0..1000).map(|number| Entity::new("authority", 10 + number)).collect();
    let mut pasted = vec![Entity::new("leaf", 2).certificate(&authorities[999], 1, &end_entity())];
    pasted
        .extend(authorities.iter().zip(1..).map(|(ca, serial)| ca.certificate(&root, serial, &authority())));
    pasted.push(root.certificate(&root, 1, &authority()));
    let search = search(&pasted);
    assert_eq!(search.verdict(), Verdict::Accept, "{}", reasons(&search));
}

/// Fifty CAs of one name that certify each other in a circle, and one that the anchor certified.
#[test]
fn a_circle_with_a_way_out() {
    let root = Entity::new("root", 1);
    let circle: Vec<Entity> = (0..50).map(|number| Entity::new("authority", 10 + number)).collect();
    let mut pasted = vec![Entity::new("leaf", 2).certificate(&circle[0], 1, &end_entity())];
    pasted.extend((0..50).map(|at| circle[at].certificate(&circle[(at + 1) % 50], 1, &authority())));
    pasted.push(circle[49].certificate(&root, 2, &authority()));
    pasted.push(root.certificate(&root, 1, &authority()));
    let search = search(&pasted);
    assert_ne!(search.verdict(), Verdict::Reject, "{}", reasons(&search));
}

fn constrained(names: Vec<String>) -> PathSearch {
    let (root, authority) = (Entity::new("root", 1), Entity::new("authority", 2));
    let permitted = (0..2000).rev().map(|number| format!("d{number}.example")).collect();
    search(&[
        Entity::new("leaf", 3).certificate(&authority, 1, &Kind::EndEntity(names)),
        authority.certificate(&root, 1, &Kind::Authority(permitted)),
        root.certificate(&root, 1, &self::authority()),
    ])
}

#[test]
fn many_names_under_many_constraints() {
    let names =
        |count: usize| (0..count).map(|number| format!("h.d{}.example", number % 2000)).collect::<Vec<_>>();
    let all_within = constrained(names(2000));
    assert_eq!(all_within.verdict(), Verdict::Accept, "{}", reasons(&all_within));
    let mut one_outside = names(1999);
    one_outside.push("outside.example".to_owned());
    assert_eq!(constrained(one_outside).verdict(), Verdict::Reject);
    let too_many = constrained(names(4000));
    assert_eq!((too_many.verdict(), too_many.spent), (Verdict::Undetermined, Some(Limit::NameComparisons)));
}
