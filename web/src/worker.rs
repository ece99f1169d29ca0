//! The worker's side: it alone holds what was pasted and dropped, and answers for it.

mod hold;
mod names;
mod pair;
mod part;
mod rows;

use std::cell::RefCell;

use certlens::describe::encoding::Encoding;
use certlens::peer::{self, Sides};
use certlens::pin::sought;
use certlens::pin_match;
use certlens::report::Format;
use certlens::report::document::PathDocument;
use certlens::report::pair::PairDocument;
use certlens::span::{ByteRange, Location, ObjectId, Span};
use certlens::time::Timestamp;
use certlens::{Inspection, Settings, describe, inspect, report};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::message::{Details, Pins, Question, Report, Request, Response, Rows, pack, unpack};
use crate::pairing::{Paired, Terms};
use hold::Hold;

/// Answers requests for as long as the worker lives.
pub(crate) fn serve(scope: DedicatedWorkerGlobalScope) {
    let replies = scope.clone();
    let desk = RefCell::new(Desk::default());
    let on_message =
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match unpack(event.data()) {
            Ok((request, with)) => {
                desk.borrow_mut().answer(request, &with, &|response| post(&replies, response));
            }
            Err(error) => web_sys::console::error_1(&error),
        });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&scope, &Response::Ready);
}

/// Most objects whose pins are handed over; nobody reads more.
const MOST_PINNED: usize = 20;

/// What was asked last, and what came of it.
#[derive(Default)]
struct Desk {
    hold: Hold,
    last: Option<Last>,
}

struct Last {
    inspection: Inspection,
    sides: Sides,
    paths: Vec<PathDocument>,
    /// The pair that was judged last.
    pair: Option<PairDocument>,
}

impl Desk {
    fn answer(&mut self, request: Request, with: &JsValue, reply: &dyn Fn(&Response)) {
        match request {
            Request::Inspect(question) => self.inspect(&question, reply),
            Request::Mask { number } => self.hold.keep_secret(number, with),
            Request::Attach { name } => reply(&Response::Attached(self.hold.attach(name, with))),
            Request::Detach { id } => {
                self.hold.detach(id);
                // The sides hold files of their own.
                if let Some(last) = &mut self.last {
                    last.sides = Sides::default();
                }
            }
            Request::Wipe => {
                self.hold = Hold::default();
                self.last = None;
            }
            Request::Describe { object } => {
                if let Some(details) = self.details(object) {
                    reply(&Response::Described(Box::new(details)));
                }
            }
            Request::Bytes { object } => {
                if let Some(bytes) = self.bytes(object) {
                    reply(&Response::Bytes { object, bytes: bytes.to_vec() });
                }
            }
            Request::Trace { text } => {
                if let Some(response) = self.trace(text) {
                    reply(&response);
                }
            }
            Request::Locate { object, bytes } => {
                reply(&Response::Located { object, bytes, span: self.locate(object, bytes) });
            }
            Request::Rows { source, from, count } => reply(&self.rows(source, from, count, None)),
            Request::Report { format, is_redacted } => {
                if let Some(text) = self.report(format, is_redacted) {
                    reply(&Response::Reported(Report { format, is_redacted, text }));
                }
            }
            Request::ReportToCopy { format, is_redacted } => {
                if let Some(text) = self.report(format, is_redacted) {
                    reply(&Response::ReportToCopy(Report { format, is_redacted, text }));
                }
            }
            Request::Pins { text, sought } => {
                if let Some(pins) = self.pins(&text, sought) {
                    reply(&Response::Pinned(Box::new(pins)));
                }
            }
            Request::Names { asked } => {
                if let Some(last) = &self.last {
                    reply(&Response::Named(Box::new(names::named(&last.inspection, &asked))));
                }
            }
            Request::Pair(terms) => {
                if let Some(paired) = self.pair(&terms) {
                    reply(&Response::Paired(Box::new(paired)));
                }
            }
            Request::Find { source, offset, count } => reply(&self.rows_about(source, offset, count)),
        }
    }

    fn inspect(&mut self, question: &Question, reply: &dyn Fn(&Response)) {
        let settings = Settings { time: Timestamp(question.time), ..Settings::default() };
        let in_box = self.hold.fill_box(&question.text);
        let inspection = inspect(self.hold.sources(), &settings);
        let sides = peer::sides(self.hold.sources());
        self.hold.settle(&inspection.secrets);
        let mut document = report::outline(&inspection);
        part::map_spans(&mut document, |span| self.hold.shown(span));
        let paths = document.paths.clone();
        for path in &mut document.paths {
            path.steps.clear();
        }
        self.last = Some(Last { inspection, sides, paths, pair: None });
        let mut parts = part::split(document).into_iter().peekable();
        while let Some(part) = parts.next() {
            let is_last = parts.peek().is_none();
            reply(&Response::Part { generation: question.generation, in_box, part: Box::new(part), is_last });
        }
    }

    fn pair(&mut self, terms: &Terms) -> Option<Paired> {
        let last = self.last.as_mut()?;
        let paired = pair::judge(&last.sides, &last.inspection, terms);
        last.pair = Some(paired.document.clone());
        Some(paired)
    }

    fn report(&self, format: Format, is_redacted: bool) -> Option<String> {
        let last = self.last.as_ref()?;
        let pair = last.pair.as_ref().filter(|pair| pair.server.is_some() || pair.client.is_some());
        let text = report::written(&last.inspection, pair, format, is_redacted);
        Some(text.unwrap_or_else(|error| error.to_string()))
    }

    /// The box is put back for as long as it takes to compare the digests of what was pasted.
    fn pins(&mut self, text: &str, asked: String) -> Option<Pins> {
        let last = self.last.as_ref()?;
        let parsed = sought::all(&asked);
        self.hold.fill_box(text);
        let find = |pin| pin_match::find(pin, self.hold.sources(), &last.inspection.inventory);
        let found: Vec<_> = parsed.iter().flatten().map(find).collect();
        self.hold.settle(&last.inspection.secrets);
        let mut document = report::pins::document(&last.inspection, &found);
        let more = document.objects.len().saturating_sub(MOST_PINNED);
        document.objects.truncate(MOST_PINNED);
        let problem = parsed.err().filter(|_| !asked.is_empty()).map(|error| error.to_string());
        Some(Pins { sought: asked, document, more, problem })
    }

    fn locate(&self, object: usize, bytes: ByteRange) -> Option<Span> {
        let location = Location::Field { object: ObjectId(object), bytes };
        Some(self.hold.shown(self.last.as_ref()?.inspection.text(&location)?))
    }

    fn rows_about(&self, source: usize, offset: usize, count: usize) -> Response {
        let row = self.hold.rows(source).partition_point(|row| row.offset <= offset).saturating_sub(1);
        self.rows(source, row.saturating_sub(count / 3), count, Some(row))
    }

    fn rows(&self, source: usize, from: usize, count: usize, found: Option<usize>) -> Response {
        let rows = self.hold.rows(source);
        let shown = rows.iter().skip(from).take(count).cloned().collect();
        let are_octets = self.hold.is_in_octets(source);
        Response::Rows(Rows { source, from, rows: shown, found, are_octets, total: rows.len() })
    }

    fn bytes(&self, object: usize) -> Option<&[u8]> {
        self.last.as_ref()?.inspection.inventory.object(ObjectId(object))?.content.der()
    }

    /// What is shown as `text`: the bytes that were marked, or all of the element at the caret.
    fn trace(&self, text: Span) -> Option<Response> {
        let inspection = &self.last.as_ref()?.inspection;
        let mut found = inspection.encoded(self.hold.held(text))?;
        if let Location::Field { object, bytes } = &mut found
            && text.start == text.end
        {
            let encoding = Encoding::read(self.bytes(object.0)?.to_vec());
            *bytes = encoding.parts.get(encoding.innermost(*bytes)?)?.range;
        }
        let text = inspection.text(&found).map(|span| self.hold.shown(span));
        match found {
            Location::Field { object, bytes } => {
                Some(Response::Traced { object: object.0, bytes: Some(bytes), text })
            }
            Location::Object(object) => Some(Response::Traced { object: object.0, bytes: None, text }),
            Location::Everything | Location::Text(_) => None,
        }
    }

    fn details(&self, object: usize) -> Option<Details> {
        let last = self.last.as_ref()?;
        let id = ObjectId(object);
        let tree = describe::describe(last.inspection.inventory.object(id)?);
        let path = last.paths.iter().find(|path| path.target == object).cloned();
        let usages = last.inspection.usages(id);
        let fix = last.inspection.fixes(|own| own == id).into_iter().next();
        Some(Details { object, tree, path, usages, fix })
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, response: &Response) {
    let posted = pack(response, &JsValue::UNDEFINED).and_then(|message| scope.post_message(&message));
    if let Err(error) = posted {
        // What waits for the answer must hear of it: the page takes this for the end of the worker.
        wasm_bindgen::throw_val(error);
    }
}
