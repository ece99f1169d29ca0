//! The stacks, one file each.

mod base64;
mod counterpart;
mod gnutls;
mod go;
mod grpc;
mod java;
mod mbedtls;
mod node;
mod nss;
mod openssl;
pub(super) mod pkcs8;
mod rustls;
mod wolfssl;

use core::fmt;
use std::rc::Rc;

use crate::peer::encounter::{Encounter, Loaded, Own, TlsVersion};
use crate::peer::refusal::Stop;
use crate::peer::rules::Rules;
use crate::peer::shelf::Parsed;
use crate::prose::list;

/// A TLS stack: what it is, what it enforces, and how it goes about it.
#[derive(Debug)]
pub struct Stack {
    /// How it is called in documents and on the command line: `go`.
    pub id: &'static str,
    /// How people call it: `Go crypto/tls`.
    pub name: &'static str,
    /// The version that the verdicts are true of.
    pub version: &'static str,
    /// What was recorded, and how it was configured.
    pub recorded: &'static str,
    /// Software in which one meets it.
    pub found_in: &'static str,
    /// The versions of TLS it speaks.
    pub versions: &'static [TlsVersion],
    /// What it asks that a key may be used for.
    pub rules: Rules,
    /// Loads the stack's own files.
    pub(crate) load: fn(&Own<'_>) -> Result<Loaded, Stop>,
    /// Judges what the peer shows.
    pub(crate) meet: fn(&Encounter<'_>) -> Result<(), Stop>,
    /// Whether its client takes the certificate for that of a server of this name, whatever else it makes of it.
    pub(crate) answers: fn(&Rc<Parsed>, &str) -> bool,
}

impl Stack {
    /// As sentences name it: with its version where there are two of the name.
    #[must_use]
    pub fn label(&self) -> String {
        let namesakes = STACKS.iter().filter(|other| other.name == self.name).count();
        if namesakes > 1 { format!("{} ({})", self.name, self.version) } else { self.name.to_owned() }
    }
}

impl PartialEq for Stack {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Stack {}

/// Both versions that are in use.
const BOTH: &[TlsVersion] = &[TlsVersion::V12, TlsVersion::V13];

/// Every stack, the eight of the guide's grid first.
#[must_use]
pub const fn stacks() -> &'static [&'static Stack] {
    STACKS
}

/// An id that is not that of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownStack(String);

impl fmt::Display for UnknownStack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = STACKS.iter().map(|stack| stack.id).collect();
        write!(f, "there is no stack `{}`; there are {}", self.0, list(&known))
    }
}

impl core::error::Error for UnknownStack {}

/// The stack with this id.
///
/// # Errors
/// If there is none; the error names those that there are.
pub fn stack(id: &str) -> Result<&'static Stack, UnknownStack> {
    STACKS.iter().find(|stack| stack.id == id).copied().ok_or_else(|| UnknownStack(id.to_owned()))
}

const STACKS: &[&Stack] = &[
    &go::GO,
    &openssl::OPENSSL,
    &node::NODE,
    &java::JAVA,
    &grpc::GRPC,
    &rustls::RUSTLS,
    &gnutls::GNUTLS,
    &openssl::PYTHON_3_13,
    &go::GO_1_22,
    &openssl::OPENSSL_SECLEVEL1,
    &openssl::OPENSSL_CLI,
    &nss::NSS,
    &mbedtls::MBEDTLS,
    &wolfssl::WOLFSSL,
];
