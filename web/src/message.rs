//! What the page and its worker say to each other.

use borsh::{BorshDeserialize, BorshSerialize};
use certlens::describe::Node;
use certlens::reissue::Fix;
use certlens::report::Format;
use certlens::report::document::{InspectionDocument, PathDocument};
use certlens::report::names::NamesDocument;
use certlens::report::pins::PinsDocument;
use certlens::span::{ByteRange, Span};
use certlens::usages::Usages;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::pairing::{Paired, Terms};

/// What is said as it is posted: as bytes, and beside them what goes with it and must not be copied.
pub(crate) fn pack(said: &impl BorshSerialize, with: &JsValue) -> Result<JsValue, JsValue> {
    let bytes = borsh::to_vec(said).map_err(|error| JsValue::from(error.to_string()))?;
    Ok(Array::of2(&Uint8Array::from(bytes.as_slice()), with).into())
}

/// What was said, and what goes with it.
pub(crate) fn unpack<T: BorshDeserialize>(message: JsValue) -> Result<(T, JsValue), JsValue> {
    let message: Array = message.unchecked_into();
    let bytes = Uint8Array::new(&message.get(0)).to_vec();
    let said = borsh::from_slice(&bytes).map_err(|error| JsValue::from(error.to_string()))?;
    Ok((said, message.get(1)))
}

/// What the page asks.
#[derive(Clone, BorshSerialize, BorshDeserialize)]
pub(crate) enum Request {
    /// Read everything again; the answer comes in parts.
    Inspect(Question),
    /// Hold what the box shows as the mask of this number. The secret goes with it.
    Mask { number: u32 },
    /// Hold a file, the files of an archive, or a text too long for the box; the answer says which. The content, which goes with
    /// it, is a string or an ArrayBuffer and is held by the worker alone.
    Attach { name: String },
    /// Wipe a file.
    Detach { id: u32 },
    /// Wipe every secret and every file.
    Wipe,
    /// Everything there is to say of one object.
    Describe { object: usize },
    /// The encoding of an object.
    Bytes { object: usize },
    /// The characters that encode some bytes of an object.
    Locate { object: usize, bytes: ByteRange },
    /// What some characters that the page shows encode; of a caret, the element about it.
    Trace { text: Span },
    /// Some rows of a file as the page may show them.
    Rows { source: usize, from: usize, count: usize },
    /// Everything that was found, as a text to hand on.
    Report { format: Format, is_redacted: bool },
    /// The same, to be copied at once.
    ReportToCopy { format: Format, is_redacted: bool },
    /// The pins of everything that has some, and what a pin is of.
    Pins { text: String, sought: String },
    /// Which certificate answers to which name, and to those that are asked for: names and Services, with blanks between them.
    Names { asked: String },
    /// What comes of the two sides that were found, or chosen.
    Pair(Terms),
    /// The rows about a character of a file.
    Find { source: usize, offset: usize, count: usize },
}

/// A file that the worker holds.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct File {
    pub(crate) id: u32,
    pub(crate) name: String,
    pub(crate) size: usize,
}

/// A report on the last inspection.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Report {
    pub(crate) format: Format,
    pub(crate) is_redacted: bool,
    pub(crate) text: String,
}

/// What is to be read, and under which settings.
#[derive(Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Question {
    /// Grows with every question, so that the page can tell an answer that is late.
    pub(crate) generation: u32,
    /// What stands in the box: no secret, but the masks of secrets.
    pub(crate) text: String,
    /// The validation time, in seconds since 1970.
    pub(crate) time: i64,
}

/// What the worker says.
#[derive(BorshSerialize, BorshDeserialize)]
pub(crate) enum Response {
    /// Said once, when requests can be taken: what is posted before that is lost.
    Ready,
    /// Some of what was found. The first part has the summary; lists go on in the next.
    Part {
        generation: u32,
        /// Number of the source that the box is, unless it is blank.
        in_box: Option<usize>,
        part: Box<InspectionDocument>,
        is_last: bool,
    },
    Attached(Vec<File>),
    Described(Box<Details>),
    /// None of a private key or of what is not read.
    Bytes {
        object: usize,
        bytes: Vec<u8>,
    },
    Located {
        object: usize,
        bytes: ByteRange,
        span: Option<Span>,
    },
    Traced {
        object: usize,
        bytes: Option<ByteRange>,
        text: Option<Span>,
    },
    Rows(Rows),
    Reported(Report),
    ReportToCopy(Report),
    Pinned(Box<Pins>),
    Named(Box<Named>),
    Paired(Box<Paired>),
}

/// The pins of the last inspection.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Pins {
    /// The pin that was asked about.
    pub(crate) sought: String,
    pub(crate) document: PinsDocument,
    /// How many more objects have pins.
    pub(crate) more: usize,
    /// Why it is none.
    pub(crate) problem: Option<String>,
}

/// Which certificate of the last inspection answers to which name.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Named {
    pub(crate) document: NamesDocument,
    /// How many more certificates there are.
    pub(crate) more: usize,
    /// Why what was asked for is no name.
    pub(crate) problem: Option<String>,
}

/// Everything there is to say of one object.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Details {
    pub(crate) object: usize,
    pub(crate) tree: Node,
    pub(crate) path: Option<PathDocument>,
    pub(crate) usages: Option<Usages>,
    pub(crate) fix: Option<Fix>,
}

/// Some rows of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Rows {
    pub(crate) source: usize,
    pub(crate) from: usize,
    pub(crate) rows: Vec<Row>,
    /// The row that was looked for.
    pub(crate) found: Option<usize>,
    /// True if the rows are octets in hexadecimal, three characters for each.
    pub(crate) are_octets: bool,
    /// How many the file has.
    pub(crate) total: usize,
}

/// One row: an offset, and the characters from there on.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(crate) struct Row {
    pub(crate) offset: usize,
    pub(crate) text: String,
}
