//! How to issue a certificate properly: the extension file and the commands for OpenSSL, and the `Certificate` for cert-manager.
//!
//! What is kept is the subject, the names and the type of key; what is changed is what the findings say is wrong.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::inventory::{Content, Object};
use crate::rule::{Finding, Outcome};
use crate::time::Timestamp;
use crate::x509::certificate::Certificate;

mod cert_manager;
mod cured;
mod given;
mod names;
mod openssl;
mod profile;
mod subject;

pub use cured::{CURED, CURED_BY_A_NAME};
use profile::Profile;

/// How one certificate, or the certificate of one request, is issued properly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Fix {
    /// Number of the certificate or request among the objects of the inspection.
    pub object: usize,
    /// What it is, in a few words.
    pub title: String,
    /// Codes of the rules that found what this cures.
    pub cures: Vec<String>,
    /// What becomes different, a sentence each.
    pub changes: Vec<String>,
    /// What could not be carried over, and has to be decided by whoever issues it; a sentence each.
    pub gaps: Vec<String>,
    /// Name of the file that [`config`](Self::config) goes into.
    pub file: String,
    /// The configuration for OpenSSL 1.1.1 or later: the subject and the extensions.
    pub config: String,
    /// The commands that issue it, for a POSIX shell in the folder of that file.
    pub commands: String,
    /// The `Certificate` by which cert-manager issues the same; `ISSUER` in it stands for the issuer's name.
    pub manifest: String,
}

/// What is known beside the object itself.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The certificate of its issuer; none where that is not there, or is the certificate itself.
    pub issuer: Option<&'a Certificate>,
    /// True if an end entity is the only thing it was seen to issue, so that a CA needs no CA below it.
    pub issues_end_entities_only: bool,
    /// Namespace and name of the Secret that it is in.
    pub secret: Option<(Option<&'a str>, &'a str)>,
    /// The validation time: the new certificate must end before its issuer does.
    pub time: Timestamp,
}

/// How the certificate or request is issued properly; nothing where no finding of it would be cured by that.
#[must_use]
pub fn fix<'a>(
    object: &Object,
    findings: impl IntoIterator<Item = &'a Finding>,
    surroundings: Surroundings<'_>,
) -> Option<Fix> {
    let failed = findings.into_iter().filter(|finding| finding.outcome == Outcome::Fail);
    let mut codes: Vec<&str> = failed.map(|finding| finding.rule.code).collect();
    codes.retain(|code| CURED.contains(code) || CURED_BY_A_NAME.contains(code));
    if codes.is_empty() {
        return None;
    }
    let profile = match &object.content {
        Content::Certificate(certificate) => Profile::of_certificate(certificate, surroundings),
        Content::Request(request) => Profile::of_request(request, surroundings),
        _ => return None,
    };
    codes.retain(|code| CURED.contains(code) || !profile.names.is_empty());
    let mut cures: Vec<String> = Vec::new();
    for code in codes {
        if !cures.iter().any(|own| own == code) {
            cures.push(code.to_owned());
        }
    }
    if cures.is_empty() {
        return None;
    }
    Some(Fix {
        object: object.id.0,
        title: object.title(),
        cures,
        file: format!("{}.cnf", profile.stem),
        config: openssl::config(&profile),
        commands: openssl::commands(&profile),
        manifest: cert_manager::manifest(&profile, surroundings.secret),
        changes: profile.changes,
        gaps: profile.gaps,
    })
}
