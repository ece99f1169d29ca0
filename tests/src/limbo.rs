//! x509-limbo: path validation of TLS servers and clients.

use certlens::identity::ReferenceIdentifier;
use certlens::inventory::{Encoding, Inventory};
use certlens::path::{self, Memo, PathSearch};
use certlens::purpose::Purpose;
use certlens::rule::{Outcome, Verdict};
use certlens::settings::{Profile, Revocation, Settings};
use certlens::time::Timestamp;
use serde::Deserialize;

use crate::pem;
use crate::score::{Actual, Answer};

/// 2026-01-01, where a case leaves the time open: its certificates are valid from 1970 to 2969.
const SOME_TIME: Timestamp = Timestamp(1_767_225_600);

/// A file of cases.
#[derive(Debug, Deserialize)]
pub struct Limbo {
    /// The cases.
    pub testcases: Vec<Case>,
}

/// One case; fields as in limbo's schema.
#[derive(Debug, Deserialize)]
pub struct Case {
    /// Its name.
    pub id: String,
    validation_kind: String,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    extended_key_usage: Vec<String>,
    expected_result: String,
    expected_peer_name: Option<PeerName>,
    max_chain_depth: Option<u64>,
    #[serde(default)]
    crls: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct PeerName {
    value: String,
}

/// The profile a case is about: limbo's namespaces `rfc5280` and `webpki` contradict each other on purpose, and `pathlen` quotes
/// RFC 5280 on CAs in the place of an end entity, which TLS does not take.
fn profile(id: &str) -> Profile {
    match id.split("::").next() {
        Some("rfc5280" | "pathlen") => Profile::Rfc5280,
        Some("webpki") => Profile::WebPki,
        _ => Profile::Private,
    }
}

impl Case {
    /// The answer of the path search.
    pub fn answer(&self) -> Answer {
        let expected = if self.expected_result == "SUCCESS" { Actual::Success } else { Actual::Failure };
        Answer::of(self.id.clone(), expected, || match self.search() {
            Ok(search) if search.verdict() == Verdict::Accept => (Actual::Success, String::new()),
            Ok(search) => (Actual::Failure, reasons(&search)),
            Err(error) => (Actual::Failure, error),
        })
    }

    fn search(&self) -> Result<PathSearch, String> {
        let decode = |list: &[String]| list.iter().map(|text| pem::decode(text)).collect::<Vec<_>>();
        let (trusted, untrusted, crls) =
            (decode(&self.trusted_certs), decode(&self.untrusted_intermediates), decode(&self.crls));
        let peer = pem::decode(&self.peer_certificate);
        let encodings: Vec<Encoding<'_>> = std::iter::once(Encoding::Certificate(&peer))
            .chain(trusted.iter().chain(&untrusted).map(|der| Encoding::Certificate(der)))
            .chain(crls.iter().map(|der| Encoding::CertificateList(der)))
            .collect();
        let (inventory, ids) = Inventory::of_encodings(&encodings);
        let Some(target) = ids.first().copied().flatten() else {
            return Err("the peer's certificate cannot be read".to_owned());
        };
        let mut memo = Memo::of(&inventory);
        Ok(path::search(&inventory, target, &self.settings(&trusted)?, &mut memo))
    }

    fn settings(&self, trusted: &[Vec<u8>]) -> Result<Settings, String> {
        let time = match &self.validation_time {
            None => SOME_TIME,
            Some(text) => text.parse().map_err(|error| format!("{error}"))?,
        };
        let identifiers = match &self.expected_peer_name {
            None => Vec::new(),
            Some(name) => vec![name.value.parse::<ReferenceIdentifier>().map_err(|error| error.to_string())?],
        };
        let is_client = self.validation_kind == "CLIENT" || self.extended_key_usage == ["clientAuth"];
        Ok(Settings {
            time,
            trust: trusted.iter().map(|der| certlens::crypto::digest::sha256(der)).collect(),
            purpose: if is_client { Purpose::ClientAuthentication } else { Purpose::ServerAuthentication },
            identifiers,
            profile: profile(&self.id),
            revocation: if self.crls.is_empty() { Revocation::WhenGiven } else { Revocation::Required },
            max_intermediates: self.max_chain_depth,
            ..Settings::default()
        })
    }
}

/// The sentences that refuse the best candidate.
pub fn reasons(search: &PathSearch) -> String {
    let findings =
        search.candidates.first().map(|candidate| candidate.steps.iter().flat_map(|step| &step.findings));
    let mut reasons: Vec<String> = findings
        .into_iter()
        .flatten()
        .filter(|finding| matches!(finding.outcome, Outcome::Fail | Outcome::Undetermined))
        .map(|finding| format!("[{}] {}", finding.rule.code, finding.message))
        .collect();
    reasons.extend(search.spent.map(|limit| format!("The search was cut short: {limit}.")));
    reasons.join(" ")
}

/// The answers to the cases in `text`.
///
/// # Errors
///
/// The text is no file of cases.
pub fn run(text: &str) -> Result<Vec<Answer>, serde_json::Error> {
    let limbo: Limbo = serde_json::from_str(text)?;
    Ok(limbo.testcases.iter().map(Case::answer).collect())
}
