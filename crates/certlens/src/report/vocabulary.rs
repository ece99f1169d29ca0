//! The words that documents choose from, where the pipeline has none of its own for it.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::word::words;

/// How the validation time lies to a certificate's validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum ValidityState {
    /// Within it.
    Valid,
    /// After it.
    Expired,
    /// Before it.
    NotYetValid,
    /// One of its times cannot be read.
    Unreadable,
}

words!(ValidityState { Valid = "valid", Expired = "expired", NotYetValid = "not-yet-valid", Unreadable = "unreadable" });

/// What a certificate may be used as, by basicConstraints and extKeyUsage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum CertificateRole {
    /// To issue others.
    Ca,
    /// A server's.
    Server,
    /// A client's.
    Client,
    /// Both.
    ServerAndClient,
    /// Whatever: there is no extKeyUsage, or it lists anyExtendedKeyUsage alone.
    Any,
    /// Neither a server's nor a client's.
    Other,
}

words!(CertificateRole { Ca = "ca", Server = "server", Client = "client", ServerAndClient = "server-and-client", Any = "any", Other = "other" });

/// How two objects belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum RelationKind {
    /// The first has issued the second.
    Issued,
    /// The first is the private key of the second.
    KeyOf,
    /// Both have the same public key.
    SameKey,
    /// Both come from the same Secret.
    SameSecret,
}

words!(RelationKind { Issued = "issued", KeyOf = "key-of", SameKey = "same-key", SameSecret = "same-secret" });

/// What one stack does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum StackVerdict {
    /// It goes through with the handshake.
    Accept,
    /// It refuses what the peer shows.
    Reject,
    /// It does not load its own files.
    LoadError,
    /// It cannot be told.
    Undetermined,
}

words!(StackVerdict { Accept = "accept", Reject = "reject", LoadError = "load_error", Undetermined = "undetermined" });

impl StackVerdict {
    /// Whether no handshake comes of it.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::Reject | Self::LoadError)
    }
}

/// When a refusal comes to light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Moment {
    /// There is none.
    Never,
    /// As the stack loads its files.
    Load,
    /// In the handshake.
    Handshake,
    /// After the client's handshake, at its first read: a server of TLS 1.3 judges last (RFC 8446 §4.4.2.4).
    Read,
}

words!(Moment { Never = "", Load = "load", Handshake = "handshake", Read = "read" });
