//! Files and folders dropped anywhere on the page.

use std::collections::VecDeque;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DataTransfer, DragEvent, Event, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};
use yew::prelude::*;

use crate::files::named;
use crate::listen::use_document_event;
use crate::page::{Page, not_read};
use crate::state::Action;

/// Most files and folders that one drop may bring.
const MOST_ENTRIES: usize = 5000;

const TOO_MANY: &str = "More than 5,000 files and folders were dropped, and those beyond were not read. Drop the rest in parts, or give the folder to `certlens inspect` on the command line.";

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

/// Shown while something is dragged over the page.
#[component]
pub(crate) fn DropZone(Props { page }: &Props) -> Html {
    let is_over = use_state_eq(|| false);
    let over = {
        let is_over = is_over.clone();
        use_callback((), move |event: Event, ()| {
            event.prevent_default();
            is_over.set(true);
        })
    };
    use_document_event("dragover", over);
    let leave = {
        let is_over = is_over.clone();
        use_callback((), move |event: Event, ()| {
            let goes_out = event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none());
            if goes_out {
                is_over.set(false);
            }
        })
    };
    use_document_event("dragleave", leave);
    let drop = {
        let is_over = is_over.clone();
        use_callback(page.clone(), move |event: Event, page| {
            event.prevent_default();
            is_over.set(false);
            if let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) {
                take(page, &data);
            }
        })
    };
    use_document_event("drop", drop);
    let class = classes!("drop-zone", is_over.then_some("is-over"));
    html! { <div {class} aria-hidden="true"><p>{ "Drop files, folders or archives to inspect them" }</p></div> }
}

fn take(page: &Page, data: &DataTransfer) {
    // The list is emptied once the event is over, so everything is taken out of it at once.
    let items = data.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|at| items.get(at))
        .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
        .collect();
    let files = data.files().map(|list| named(&list)).unwrap_or_default();
    if entries.iter().any(FileSystemEntry::is_directory) {
        let page = page.clone();
        spawn_local(async move {
            let Found { files, problems } = files_in(entries).await;
            problems.into_iter().for_each(|problem| page.act(Action::NotTaken(problem.into())));
            page.open(files);
        });
    } else if files.is_empty() {
        if let Ok(text) = data.get_data("text/plain").map(zeroize::Zeroizing::new)
            && !text.is_empty()
        {
            page.attach_text(js_sys::JsString::from(text.as_str()));
        }
    } else {
        page.open(files);
    }
}

/// What was found in folders.
#[derive(Default)]
struct Found {
    /// Files under their paths.
    files: Vec<(String, File)>,
    /// What could not be taken, a sentence each.
    problems: Vec<String>,
}

/// Every file in these folders, as far as one drop may go.
async fn files_in(entries: Vec<FileSystemEntry>) -> Found {
    let mut found = Found::default();
    let mut entries = VecDeque::from(entries);
    let mut seen = 0;
    while let Some(entry) = entries.pop_front() {
        seen += 1;
        if seen > MOST_ENTRIES {
            found.problems.push(TOO_MANY.to_owned());
            break;
        }
        let path = entry.full_path().trim_start_matches('/').to_owned();
        // Not by their classes: browsers do not agree on the names of those.
        let read = if entry.is_directory() {
            entries_of(entry.unchecked_ref()).await.map(|inner| entries.extend(inner))
        } else {
            file(entry.unchecked_ref()).await.map(|file| found.files.push((path.clone(), file)))
        };
        if let Err(error) = read {
            found.problems.push(not_read(&path, &error));
        }
    }
    found
}

/// The reader gives a hundred at a time, and none when there are no more.
async fn entries_of(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut entries = Vec::new();
    loop {
        let read = called_back(|done, failed| reader.read_entries_with_callback_and_callback(done, failed));
        let batch = js_sys::Array::from(&read.await?);
        entries.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
        if batch.length() == 0 || entries.len() > MOST_ENTRIES {
            return Ok(entries);
        }
    }
}

async fn file(entry: &FileSystemFileEntry) -> Result<File, JsValue> {
    let read = called_back(|done, failed| {
        entry.file_with_callback_and_callback(done, failed);
        Ok(())
    });
    read.await.map(JsCast::unchecked_into)
}

/// What a function with two callbacks hands to the first; the error is what it hands to the second.
async fn called_back(
    call: impl FnOnce(&js_sys::Function, &js_sys::Function) -> Result<(), JsValue>,
) -> Result<JsValue, JsValue> {
    let mut call = Some(call);
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        if let Some(Err(error)) = call.take().map(|call| call(&resolve, &reject))
            && let Err(error) = reject.call1(&JsValue::UNDEFINED, &error)
        {
            web_sys::console::error_1(&error);
        }
    });
    JsFuture::from(promise).await
}
