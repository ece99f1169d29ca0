//! The inspection as a document with stable field names: what `--format json`, the JS package and the page read.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::reissue::Fix;
use crate::report::errors::ErrorDocument;
use crate::report::pins::SoughtDocument;
use crate::span::Span;
use crate::usages::Usages;

/// Name and version of the document's format. Fields may be added; none is renamed or removed under this name.
pub const SCHEMA: &str = "certlens.inspection/1";

/// An inspection.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct InspectionDocument {
    /// [`SCHEMA`]
    pub schema: String,
    /// The validation time, as RFC 3339 writes it.
    pub at: String,
    /// What was found and how it stands, in a sentence or two.
    pub summary: String,
    /// Names of the sources; a `source` elsewhere is an index here.
    pub sources: Vec<String>,
    /// What was found.
    pub objects: Vec<ObjectDocument>,
    /// The Kubernetes objects found.
    pub manifests: Vec<ManifestDocument>,
    /// Code, commands, manifests and alerts about certificates that were recognised, in the order of the paste.
    pub configuration: Vec<ConfigurationDocument>,
    /// How the objects belong together.
    pub relations: Vec<RelationDocument>,
    /// The best certification path of each certificate that is not a CA, and of each certificate where there are no others.
    pub paths: Vec<PathDocument>,
    /// What was found of it all, the gravest first; steps of paths have their own.
    pub findings: Vec<FindingDocument>,
    /// How what was found is issued properly, where that cures findings; empty in an outline.
    #[serde(default)]
    pub fixes: Vec<Fix>,
    /// The characters of the paste that hold private keys or passwords.
    pub secrets: Vec<SecretDocument>,
    /// The digests that were pasted, and what they are of.
    #[serde(default)]
    pub digests: Vec<DigestDocument>,
    /// The errors of TLS stacks in the paste, each with what may be behind it.
    #[serde(default)]
    pub errors: Vec<ErrorDocument>,
}

impl InspectionDocument {
    /// The findings that a reader is shown: what fails, and what could not be decided.
    pub fn shown_findings(&self) -> impl Iterator<Item = &FindingDocument> {
        self.findings.iter().filter(|finding| matches!(finding.outcome.as_str(), "fail" | "undetermined"))
    }
}

/// A digest that was pasted on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct DigestDocument {
    /// Where it stands.
    pub span: Span,
    /// What it is of.
    #[serde(flatten)]
    pub found: SoughtDocument,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct ObjectDocument {
    /// Its number, from 0.
    pub id: usize,
    /// `certificate`, `private-key`, `public-key`, `certification-request`, `certificate-revocation-list`, `ocsp-response`,
    /// `container` or `unreadable`.
    pub kind: String,
    /// What it is, in a few words.
    pub title: String,
    /// Where it was found.
    pub origins: Vec<OriginDocument>,
    /// What is odd about its encoding, a sentence each.
    pub defects: Vec<DefectDocument>,
    /// SHA-256 of its encoding, lower-case hexadecimal; absent for private keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// SHA-256 of its SubjectPublicKeyInfo, base64: the pin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spki_sha256: Option<String>,
    /// Its public key's algorithm and strength.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<String>,
    /// The certificate's own fields.
    #[serde(flatten)]
    pub certificate: Option<CertificateDocument>,
    /// The times between which a revocation list is to be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updates: Option<UpdatesDocument>,
    /// What a certificate's key may be used for, as a server's and as a client's; absent in an outline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usages: Option<Usages>,
}

/// When a revocation list was issued, and when the next is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct UpdatesDocument {
    /// `thisUpdate`, as RFC 3339 writes it; the text found where it is no time.
    pub this_update: String,
    /// `nextUpdate`, likewise; absent where the list does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<String>,
}

/// One place where an object was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct OriginDocument {
    /// Name of the source.
    pub source: String,
    /// Its number.
    pub source_index: usize,
    /// The way to it: `Secret default/provider-tls › data › tls.crt › block 2 of 3`.
    pub path: String,
    /// First byte in the source.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One oddity of an encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct DefectDocument {
    /// What is odd.
    pub message: String,
    /// First byte, counted from that of the object.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct CertificateDocument {
    /// `version`: 1, 2 or 3; absent where unreadable.
    pub version: Option<u64>,
    /// What it is called for short: its common name, or a name it has.
    pub name: String,
    /// Subject, as RFC 4514 writes it.
    pub subject: String,
    /// Issuer, as RFC 4514 writes it.
    pub issuer: String,
    /// Serial number, lower-case hexadecimal.
    pub serial: String,
    /// `notBefore`, as RFC 3339 writes it; the text found where it is no time.
    pub not_before: String,
    /// `notAfter`, likewise.
    pub not_after: String,
    /// How the validation time lies to its validity: `expires in 364 days`.
    pub validity: String,
    /// `valid`, `expired`, `not-yet-valid` or `unreadable`.
    pub validity_state: String,
    /// When cert-manager renews it: as the `Certificate` in the paste says, or else, of one that is no CA's, when two thirds of its
    /// lifetime are over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<String>,
    /// The `Certificate` of cert-manager that writes its Secret; where `renewal` is absent, its windows have not been judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal_told_by: Option<String>,
    /// What it may be used as: `ca`, `server`, `client`, `server-and-client`, `any` or `other`.
    pub role: String,
    /// SHA-1 of the certificate, lower-case hexadecimal.
    pub sha1: String,
    /// subjectAltName, each as `DNS:example`.
    pub subject_alternative_names: Vec<String>,
    /// keyUsage by name; absent where the extension is.
    pub key_usage: Option<Vec<String>>,
    /// extKeyUsage by name; absent where the extension is.
    pub extended_key_usage: Option<Vec<String>>,
    /// True if basicConstraints says cA.
    pub is_ca: bool,
    /// pathLenConstraint.
    pub path_len: Option<u64>,
    /// True if subject and issuer are the same name.
    pub is_self_issued: bool,
    /// subjectKeyIdentifier, lower-case hexadecimal.
    pub subject_key_identifier: Option<String>,
    /// authorityKeyIdentifier, lower-case hexadecimal.
    pub authority_key_identifier: Option<String>,
    /// The algorithm of its signature.
    pub signature_algorithm: String,
}

/// A Kubernetes object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct ManifestDocument {
    /// `Secret default/provider-tls`
    pub name: String,
    /// `kind`
    pub kind: String,
    /// `type` of a Secret.
    #[serde(rename = "type")]
    pub secret_type: Option<String>,
    /// Its entries: key and what is there.
    pub entries: Vec<EntryDocument>,
    /// Where it stands.
    pub span: Span,
}

/// One entry of a Secret or ConfigMap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct EntryDocument {
    /// The key.
    pub key: String,
    /// `data`, `stringData` or `binaryData`.
    pub section: String,
    /// What is there, in words.
    pub state: String,
    /// Numbers of the objects in it.
    pub objects: Vec<usize>,
    /// Where it stands.
    pub span: Span,
}

/// A piece of code, a stretch of commands, a manifest or an alert about certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct ConfigurationDocument {
    /// `go-tls-config`, `go-verify-options`, `go-file`, `commands`, `cert-manager-certificate`, `cert-manager-issuer`, `mounts`,
    /// `tls-client` or `alert`.
    pub kind: String,
    /// `tls.Config in main`, `Certificate default/provider-tls`
    pub title: String,
    /// What it says that matters, as it is written.
    pub facts: Vec<FactDocument>,
    /// Where it stands.
    pub span: Span,
}

/// One thing that a piece of configuration says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct FactDocument {
    /// `ServerName`
    pub name: String,
    /// Its value; `given` where it is not written out.
    pub value: String,
}

/// How two objects belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct RelationDocument {
    /// `issued`, `key-of`, `same-key` or `same-secret`.
    pub kind: String,
    /// The issuer, the key, or the first.
    pub from: usize,
    /// The certificate issued, the holder of the key, or the second.
    pub to: usize,
    /// How sure an `issued` is: `signature`, `name-and-key-identifier` or `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// A certification path of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct PathDocument {
    /// The certificate it ends in.
    pub target: usize,
    /// `accept`, `reject` or `undetermined`.
    pub verdict: String,
    /// Why, in one sentence.
    pub summary: String,
    /// When all of its certificates are valid; absent where a time cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowDocument>,
    /// Its certificates, target first.
    pub certificates: Vec<usize>,
    /// How it ends: `anchor`, `untrusted`, `missing-issuer` or `loop`.
    pub end: String,
    /// The name of the issuer that was not pasted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_issuer: Option<String>,
    /// What was checked of each.
    pub steps: Vec<StepDocument>,
    /// Other paths that were tried, the better ones first; at most four.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherPathDocument>,
}

/// The time during which every certificate of a path is valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct WindowDocument {
    /// When the last of them becomes valid, as RFC 3339 writes it.
    pub start: String,
    /// The effective expiry: when the first of them expires.
    pub end: String,
    /// The certificate that expires first.
    pub ends_with: usize,
    /// How the validation time lies to it: `ends in 357 days, at …, when certificate … expires`.
    pub words: String,
}

/// A path that was tried and is not the best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct OtherPathDocument {
    /// `accept`, `reject` or `undetermined`.
    pub verdict: String,
    /// Its certificates, target first.
    pub certificates: Vec<usize>,
    /// How it ends, as of the best.
    pub end: String,
    /// What does not hold on it, or cannot be told: the first that was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FindingDocument>,
}

/// What was checked of one certificate of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct StepDocument {
    /// The certificate.
    pub certificate: usize,
    /// `end-entity`, `intermediate` or `trust-anchor`.
    pub role: String,
    /// The requirements, those that hold included.
    pub findings: Vec<FindingDocument>,
}

/// What came of one rule in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct FindingDocument {
    /// The rule's code.
    pub code: String,
    /// The rule's title.
    pub title: String,
    /// `requirement` or `lint`: a requirement is titled by what must hold, a lint by what is wrong.
    pub kind: String,
    /// `error`, `warning` or `notice`.
    pub severity: String,
    /// `pass`, `fail`, `not-applicable` or `undetermined`.
    pub outcome: String,
    /// What was found, what was needed, what to do.
    pub message: String,
    /// The object concerned.
    pub object: Option<usize>,
    /// First byte, counted from that of the object.
    pub start: Option<usize>,
    /// One past the last byte.
    pub end: Option<usize>,
    /// The characters of the paste concerned.
    pub text: Option<Span>,
    /// A command of other people's programs that shows it; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
}

impl FindingDocument {
    /// The word that stands before it: `undetermined` where nothing could be decided, or else how much it matters.
    #[must_use]
    pub fn weight(&self) -> &str {
        if self.outcome == "undetermined" { &self.outcome } else { &self.severity }
    }
}

/// Characters of the paste that hold a private key or a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct SecretDocument {
    /// Where.
    pub span: Span,
    /// What, in a few words.
    pub what: String,
}
