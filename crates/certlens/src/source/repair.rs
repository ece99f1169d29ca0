//! What had to be mended before a block could be decoded.

use serde::Serialize;

use crate::sort;
use crate::span::Span;

/// One kind of damage to one find, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// What was mended.
    pub kind: RepairKind,
    /// From the first place of this kind to the last.
    pub span: Span,
    /// In how many places.
    pub count: usize,
}

/// Every kind of damage that is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum RepairKind {
    /// U+FEFF before the BEGIN line.
    ByteOrderMark,
    /// The file is UTF-16 or UTF-32.
    Utf16,
    /// Lines end in CR LF.
    CarriageReturnLineFeed,
    /// Lines end in CR alone.
    CarriageReturn,
    /// Lines begin with blanks.
    Indentation,
    /// Lines end in blanks.
    TrailingBlanks,
    /// An END line and a BEGIN line are one.
    JoinedBlocks,
    /// The characters `\n` stand where lines should end.
    LiteralNewline,
    /// `\/`, `\u002b` and the like; also a backslash at the end of a line.
    EscapedCharacter,
    /// Backslashes before `-`, `+` and `=`, as Markdown writes them.
    Backslashes,
    /// Blanks stand where lines of the body should end.
    BlanksInBody,
    /// The body begins on the BEGIN line or ends on the END line.
    OneLine,
    /// Quotation marks, and what programs put around them.
    Quotes,
    /// `> `, `| `, `+`, `- `, `# ` or line numbers before every line.
    LinePrefix,
    /// Other text before BEGIN on the same line.
    TextBeforeArmour,
    /// No-break and zero-width characters.
    InvisibleCharacter,
    /// Other dashes than hyphens.
    Dashes,
    /// Another number of dashes than five.
    DashCount,
    /// There is no END line.
    MissingEnd,
    /// There is no BEGIN line.
    MissingBegin,
    /// BEGIN and END lines name different things.
    LabelMismatch,
    /// The label is one that only some programs know: `X509 CERTIFICATE`, `TRUSTED CERTIFICATE`.
    ForeignLabel,
    /// Blanks stand around the label, or two where one should.
    LabelBlanks,
    /// The label is not in capitals.
    LabelCase,
    /// Too few `=` at the end.
    MissingPadding,
    /// Too many `=` at the end.
    ExcessPadding,
    /// The last character holds bits that belong to no byte.
    TrailingBits,
    /// `-` and `_` instead of `+` and `/`.
    UrlSafeAlphabet,
    /// A character that base64 does not have and that was left out.
    StrayCharacter,
    /// A character that base64 does not have in place of one that was lost: decoding stops there.
    LostCharacter,
    /// The last character of a base64 text is half of something.
    LoneCharacter,
    /// Empty lines between the lines of the body.
    BlankLine,
    /// Comments between the lines of the body.
    CommentInBody,
    /// Header fields before the body that are not those of an encrypted key.
    Headers,
    /// Base64 of base64.
    DoubleBase64,
    /// `&#43;` and the like.
    HtmlEntity,
    /// `%0A` and the like.
    PercentEncoding,
    /// Base64 without BEGIN and END lines.
    NoArmour,
    /// Hexadecimal digits.
    Hexadecimal,
}

/// Damage to a block, gathered while it is read, in the offsets of the text read.
#[derive(Debug, Default)]
pub(super) struct Mended(Vec<(RepairKind, crate::span::ByteRange, usize)>);

impl Mended {
    pub(super) fn note(&mut self, kind: RepairKind, start: usize, end: usize) {
        match self.0.iter_mut().find(|(known, _, _)| *known == kind) {
            Some((_, range, count)) => {
                range.start = range.start.min(start);
                range.end = range.end.max(end);
                *count += 1;
            }
            None => self.0.push((kind, crate::span::ByteRange::new(start, end), 1)),
        }
    }

    pub(super) fn has(&self, kind: RepairKind) -> bool {
        self.0.iter().any(|(known, _, _)| *known == kind)
    }

    /// Every place, to be noted again by whoever joins the parts.
    pub(super) fn into_offsets(self) -> Vec<(RepairKind, usize, usize)> {
        self.0.into_iter().map(|(kind, range, _)| (kind, range.start, range.end)).collect()
    }

    pub(super) fn finish(mut self, map: &super::map::SourceMap) -> Vec<Repair> {
        sort::by_key(&mut self.0, |(kind, _, _)| *kind);
        self.0.into_iter().map(|(kind, range, count)| Repair { kind, span: map.span(range), count }).collect()
    }
}
