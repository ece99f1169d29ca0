//! NIST PKITS: policies, revocation lists, name constraints and the rest of RFC 5280 §6.

use std::collections::BTreeMap;

use certlens::crypto::digest::sha256;
use certlens::der::oid::Oid;
use certlens::inventory::{Encoding, Inventory};
use certlens::path::{self, Memo, PathSearch};
use certlens::rule::Verdict;
use certlens::settings::{PolicyInputs, Profile, Revocation, Settings, Trust};
use data_encoding::BASE64;
use serde::Deserialize;

use crate::limbo::reasons;
use crate::score::{Actual, Answer};

/// The file of cases.
#[derive(Debug, Deserialize)]
pub struct Pkits {
    certs: BTreeMap<String, String>,
    crls: BTreeMap<String, String>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// One case; fields as in the corpus' README.
#[derive(Debug, Deserialize)]
pub struct Case {
    number: String,
    title: String,
    cert_path: Vec<String>,
    crls: Vec<String>,
    time: String,
    initial_policy_set: Vec<String>,
    initial_explicit_policy: bool,
    initial_policy_mapping_inhibit: bool,
    initial_inhibit_any_policy: bool,
    should_validate: bool,
    user_constrained_policy_set: Vec<String>,
}

impl Pkits {
    /// The answer to `case`; a path accepted under other policies than those expected is a failure.
    pub fn answer(&self, case: &Case) -> Answer {
        let expected = if case.should_validate { Actual::Success } else { Actual::Failure };
        let id = format!("pkits::{}::{}", section(&case.number), name(case));
        Answer::of(id, expected, || match self.search(case) {
            None => (Actual::Failure, "the case cannot be read".to_owned()),
            Some(search) if search.verdict() != Verdict::Accept => (Actual::Failure, reasons(&search)),
            Some(search) => match wrong_policies(case, &search) {
                Some(found) => (Actual::Failure, found),
                None => (Actual::Success, String::new()),
            },
        })
    }

    fn search(&self, case: &Case) -> Option<PathSearch> {
        let decode = |map: &BTreeMap<String, String>, names: &[String]| -> Option<Vec<Vec<u8>>> {
            names.iter().map(|name| BASE64.decode(map.get(name)?.as_bytes()).ok()).collect()
        };
        let certificates = decode(&self.certs, &case.cert_path)?;
        let lists = decode(&self.crls, &case.crls)?;
        let encodings: Vec<Encoding<'_>> = certificates
            .iter()
            .map(|der| Encoding::Certificate(der))
            .chain(lists.iter().map(|der| Encoding::CertificateList(der)))
            .collect();
        let (inventory, ids) = Inventory::of_encodings(&encodings);
        let target = ids.get(certificates.len().checked_sub(1)?).copied().flatten()?;
        let settings = Settings {
            time: case.time.parse().ok()?,
            trust: Trust::from_iter([sha256(certificates.first()?)]),
            policies: PolicyInputs {
                initial_policy_set: policies(&case.initial_policy_set),
                initial_explicit_policy: case.initial_explicit_policy,
                initial_policy_mapping_inhibit: case.initial_policy_mapping_inhibit,
                initial_any_policy_inhibit: case.initial_inhibit_any_policy,
            },
            revocation: Revocation::Required,
            profile: Profile::Algorithm,
            ..Settings::default()
        };
        let mut memo = Memo::of(&inventory);
        Some(path::search(&inventory, target, &settings, &mut memo))
    }
}

fn section(number: &str) -> String {
    number.split('.').take(2).collect::<Vec<_>>().join(".")
}

fn name(case: &Case) -> String {
    let subpart = case.title.split_once("(Subpart ").map_or("", |(_, rest)| rest.trim_end_matches(')'));
    if subpart.is_empty() { case.number.clone() } else { format!("{}-{subpart}", case.number) }
}

/// `NIST-test-policy-N` is 2.16.840.1.101.3.2.1.48.N.
fn policies(names: &[String]) -> Vec<Oid> {
    const NIST: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x02, 0x01, 0x30];
    names
        .iter()
        .filter_map(|name| {
            if name == "anyPolicy" {
                return Some(Oid::from_octets(&[0x55, 0x1d, 0x20, 0x00]));
            }
            let number: u8 = name.strip_prefix("NIST-test-policy-")?.parse().ok()?;
            Some(Oid::from_octets(&[NIST.as_slice(), &[number]].concat()))
        })
        .collect()
}

fn wrong_policies(case: &Case, search: &PathSearch) -> Option<String> {
    let mut expected = policies(&case.user_constrained_policy_set);
    let mut found = search.candidates.first().map(|candidate| candidate.policies.clone()).unwrap_or_default();
    expected.sort();
    found.sort();
    let text = |policies: &[Oid]| policies.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    (expected != found).then(|| format!("valid under [{}] in place of [{}]", text(&found), text(&expected)))
}

/// The answers to the cases in `text`.
///
/// # Errors
///
/// The text is no file of cases.
pub fn run(text: &str) -> Result<Vec<Answer>, serde_json::Error> {
    let pkits: Pkits = serde_json::from_str(text)?;
    Ok(pkits.cases.iter().map(|case| pkits.answer(case)).collect())
}
