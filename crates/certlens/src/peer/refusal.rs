//! A refusal, in the stack's own words.

use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::shelf::Parsed;

/// Why a stack gives up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, in terms that all stacks share.
    pub cause: Cause,
    /// The encoding of the certificate at fault; `None` where it is none, or none in particular.
    pub certificate: Option<Vec<u8>>,
    /// The stack's own text, as its log or its caller would show it.
    pub error: String,
    /// What the other side sees.
    pub peer_sees: PeerSees,
    /// Which side finds the fault.
    pub noticed_by: NoticedBy,
}

/// Which side finds the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticedBy {
    /// The stack itself.
    Stack,
    /// The peer, which gave up before the stack could.
    Peer,
}

/// Why a verdict is not an acceptance.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The stack refuses.
    Refused(Box<Refusal>),
    /// Nothing says what the stack does; why.
    Unknown(String),
}

impl Refusal {
    /// A refusal that the stack itself makes.
    pub(crate) fn new(cause: Cause, error: impl Into<String>, peer_sees: PeerSees) -> Self {
        Self { cause, certificate: None, error: error.into(), peer_sees, noticed_by: NoticedBy::Stack }
    }

    /// The certificate at fault.
    pub(crate) fn of(self, certificate: &Parsed) -> Self {
        Self { certificate: Some(certificate.der.clone()), ..self }
    }

    /// The peer finds the fault; the stack only reports it.
    pub(crate) fn by_peer(self) -> Self {
        Self { noticed_by: NoticedBy::Peer, ..self }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
