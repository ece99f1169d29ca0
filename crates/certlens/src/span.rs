//! Places: in what was pasted, and in what it decodes to.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// Bytes `start..end` of one source, as it was given to [`inspect`](crate::inspect).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Span {
    /// Index of the source in the slice given to `inspect`.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end` of source number `source`.
    #[must_use]
    pub const fn new(source: usize, start: usize, end: usize) -> Self {
        Self { source, start, end }
    }
}

/// Bytes `start..end` of an object's own encoding (its DER), not of the paste.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct ByteRange {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl ByteRange {
    /// The bytes `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many bytes it covers.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// True if it covers nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The bytes it names in `whole`; empty where `whole` is shorter.
    #[must_use]
    pub fn of(self, whole: &[u8]) -> &[u8] {
        whole.get(self.start..self.end).unwrap_or_default()
    }
}

/// Number of an object in [`Inventory::objects`](crate::inventory::Inventory).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectId(pub usize);

/// Where a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// The input as a whole.
    Everything,
    /// Some characters of the paste.
    Text(Span),
    /// An object as a whole.
    Object(ObjectId),
    /// Some bytes of an object's encoding.
    Field {
        /// The object.
        object: ObjectId,
        /// The bytes, counted from the first byte of the object.
        bytes: ByteRange,
    },
}
