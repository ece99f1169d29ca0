//! BoringSSL's certificate verifier: chains with anchors of several kinds, revocation lists, OCSP responses, signed data.

use certlens::crypto::digest::sha256;
use certlens::crypto::signature::{SignatureCheck, verify};
use certlens::inventory::{Encoding, Inventory};
use certlens::path::{self, Memo, PathSearch};
use certlens::purpose::Purpose;
use certlens::rule::{Outcome, Verdict};
use certlens::settings::{AnchorUse, Profile, PurposeDemand, Revocation, Settings};
use certlens::x509::algorithm;
use certlens::x509::public_key::read_whole;
use serde::Deserialize;

use crate::limbo::reasons;
use crate::pem;
use crate::score::{Actual, Answer};

const DAY: i64 = 86_400;

/// One chain; fields as in the corpus' README.
#[derive(Debug, Deserialize)]
pub struct Chain {
    id: String,
    chain: Vec<String>,
    last_cert_trust: String,
    time: String,
    key_purpose: String,
    digest_policy: Option<String>,
    expected_valid: bool,
}

impl Chain {
    /// The answer, of what the last certificate is trusted for.
    pub fn answer(&self) -> Answer {
        let expected = if self.expected_valid { Actual::Success } else { Actual::Failure };
        Answer::of(self.id.clone(), expected, || match self.settings() {
            None => (Actual::Skipped, format!("no purpose {}", self.key_purpose)),
            Some(settings) => match self.search(settings) {
                Some(search) if search.verdict() == Verdict::Accept => (Actual::Success, String::new()),
                Some(search) => (Actual::Failure, reasons(&search)),
                None => (Actual::Failure, "the target cannot be read".to_owned()),
            },
        })
    }

    fn search(&self, mut settings: Settings) -> Option<PathSearch> {
        let chain: Vec<Vec<u8>> = self.chain.iter().map(|text| pem::decode(text)).collect();
        let is_single = chain.len() == 1;
        let is_trusted = match self.last_cert_trust.as_str() {
            "DISTRUSTED" | "UNSPECIFIED" => false,
            "TRUSTED_LEAF" => is_single,
            trust => trust.contains("LEAF") || !is_single,
        };
        if is_trusted {
            settings.trust = chain.last().map(|der| sha256(der)).into_iter().collect();
        }
        let encodings: Vec<Encoding<'_>> = chain.iter().map(|der| Encoding::Certificate(der)).collect();
        let (inventory, ids) = Inventory::of_encodings(&encodings);
        let target = ids.first().copied().flatten()?;
        let mut memo = Memo::of(&inventory);
        Some(path::search(&inventory, target, &settings, &mut memo))
    }

    /// SHA-1 is refused by the private profile; that an anchor must declare itself a CA is asked by that of RFC 5280.
    fn profile(&self) -> Profile {
        if self.last_cert_trust.contains("REQUIRE_BASIC_CONSTRAINTS") {
            return Profile::Rfc5280;
        }
        if self.digest_policy.as_deref() == Some("STRONG") { Profile::Private } else { Profile::Algorithm }
    }

    /// `None` for the purposes of other protocols than TLS.
    fn settings(&self) -> Option<Settings> {
        let purpose = match self.key_purpose.as_str() {
            "ANY_EKU" => Purpose::Any,
            purpose if purpose.starts_with("SERVER_AUTH") => Purpose::ServerAuthentication,
            purpose if purpose.starts_with("CLIENT_AUTH") => Purpose::ClientAuthentication,
            _ => return None,
        };
        let trust = &self.last_cert_trust;
        Some(Settings {
            time: self.time.parse().ok()?,
            purpose,
            anchor_use: AnchorUse {
                validity: trust.contains("EXPIRATION"),
                constraints: trust.contains("CONSTRAINTS") && !trust.contains("WITH_REQUIRE_BASIC"),
            },
            purpose_demand: match self.key_purpose.as_str() {
                purpose if purpose.ends_with("_STRICT_LEAF") => PurposeDemand::ListedByTarget,
                "SERVER_AUTH_STRICT" => PurposeDemand::ListedWherePresent,
                "CLIENT_AUTH_STRICT" => PurposeDemand::ListedByAll,
                _ => PurposeDemand::NotExcluded,
            },
            profile: self.profile(),
            ..Settings::default()
        })
    }
}

/// The answers to the chains in `text`.
///
/// # Errors
///
/// The text is no file of chains.
pub fn chains(text: &str) -> Result<Vec<Answer>, serde_json::Error> {
    let chains: Vec<Chain> = serde_json::from_str(text)?;
    Ok(chains.iter().map(Chain::answer).collect())
}

/// The cases about revocation and signed data.
#[derive(Debug, Deserialize)]
pub struct RevocationCases {
    crl: Vec<StatusCase>,
    ocsp: Vec<StatusCase>,
    signed_data: Vec<SignedData>,
}

#[derive(Debug, Deserialize)]
struct Block {
    #[serde(rename = "type")]
    label: String,
    pem: String,
}

fn block(blocks: &[Block], label: &str) -> Option<Vec<u8>> {
    blocks.iter().find(|block| block.label == label).map(|block| pem::decode(&block.pem))
}

#[derive(Debug, Deserialize)]
struct StatusCase {
    id: String,
    time: String,
    max_age_days: Option<i64>,
    expected: String,
    blocks: Vec<Block>,
}

impl StatusCase {
    fn answer(&self) -> Answer {
        Answer::of(self.id.clone(), Actual::Success, || {
            // What cannot even be read says nothing.
            let (found, context) = self.status().unwrap_or(("UNKNOWN", String::new()));
            let actual = if found == self.expected { Actual::Success } else { Actual::Failure };
            (actual, format!("{found}, expected {}: {context}", self.expected))
        })
    }

    fn status(&self) -> Option<(&'static str, String)> {
        let certificate = block(&self.blocks, "CERTIFICATE")?;
        let issuers: Vec<Vec<u8>> = ["CA CERTIFICATE", "CA CERTIFICATE 2"]
            .iter()
            .filter_map(|label| block(&self.blocks, label))
            .collect();
        let list = block(&self.blocks, "CRL");
        let response = block(&self.blocks, "OCSP RESPONSE");
        let mut encodings = vec![Encoding::Certificate(&certificate)];
        encodings.extend(issuers.iter().map(|der| Encoding::Certificate(der)));
        encodings.extend(list.iter().map(|der| Encoding::CertificateList(der)));
        encodings.extend(response.iter().map(|der| Encoding::OcspResponse(der)));
        let (inventory, ids) = Inventory::of_encodings(&encodings);
        let (target, issuer) = (ids.first().copied().flatten()?, ids.get(1).copied().flatten()?);
        let settings = Settings {
            time: self.time.parse().ok()?,
            revocation: Revocation::Required,
            revocation_age: Some(self.max_age_days.unwrap_or(7) * DAY),
            ..Settings::default()
        };
        let mut memo = Memo::of(&inventory);
        // A second CA certificate is the one above the first on the path.
        let anchor = ids.get(issuers.len()).copied().flatten()?;
        let finding = path::revocation::check(&inventory, target, issuer, anchor, &settings, &mut memo)?;
        let status = match finding.outcome {
            Outcome::Pass => "GOOD",
            Outcome::Fail => "REVOKED",
            Outcome::NotApplicable | Outcome::Undetermined => "UNKNOWN",
        };
        Some((status, finding.message))
    }
}

#[derive(Debug, Deserialize)]
struct SignedData {
    id: String,
    expected: String,
    blocks: Vec<Block>,
}

impl SignedData {
    fn answer(&self) -> Answer {
        let expected = if self.expected == "SUCCESS" { Actual::Success } else { Actual::Failure };
        Answer::of(self.id.clone(), expected, || {
            let check = self.check();
            let actual = if check == Some(SignatureCheck::Valid) { Actual::Success } else { Actual::Failure };
            (actual, format!("{check:?}"))
        })
    }

    fn check(&self) -> Option<SignatureCheck> {
        let key = block(&self.blocks, "PUBLIC KEY")?;
        let algorithm = block(&self.blocks, "ALGORITHM")?;
        let data = block(&self.blocks, "DATA")?;
        let signature = block(&self.blocks, "SIGNATURE")?;
        // A BIT STRING whose first content octet counts the unused bits, of which a signature has none.
        let header = match signature.get(1) {
            Some(length) if *length < 0x80 => 2,
            Some(length) => 2 + usize::from(length & 0x7f),
            None => return None,
        };
        let (0, octets) = signature.get(header..)?.split_first()? else { return None };
        let algorithm = algorithm::read_whole(&algorithm, &mut Vec::new())?;
        let mut defects = Vec::new();
        let key = read_whole(&key, &mut defects)?;
        if key.has_expected_parameters() == Some(false) || !defects.is_empty() {
            return None;
        }
        Some(verify(&algorithm, &key, &data, octets))
    }
}

/// The answers to the cases in `text`.
///
/// # Errors
///
/// The text is no file of such cases.
pub fn revocation(text: &str) -> Result<Vec<Answer>, serde_json::Error> {
    let cases: RevocationCases = serde_json::from_str(text)?;
    let statuses = cases.crl.iter().chain(&cases.ocsp).map(StatusCase::answer);
    Ok(statuses.chain(cases.signed_data.iter().map(SignedData::answer)).collect())
}
