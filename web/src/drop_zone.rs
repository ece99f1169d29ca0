//! Files and folders dropped anywhere on the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DataTransfer, DragEvent, Event, File, FileSystemDirectoryEntry, FileSystemDirectoryReader,
    FileSystemEntry, FileSystemFileEntry,
};
use yew::prelude::*;

use crate::listen::use_document_event;
use crate::page::Page;

/// Most files that one drop may bring.
const MOST_FILES: usize = 5000;

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
    html! { <div {class} aria-hidden="true"><p>{ "Drop files or folders to inspect them" }</p></div> }
}

fn take(page: &Page, data: &DataTransfer) {
    // The list is emptied once the event is over, so everything is taken out of it at once.
    let items = data.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|at| items.get(at))
        .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
        .collect();
    let files: Vec<File> = data
        .files()
        .map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect())
        .unwrap_or_default();
    if entries.iter().any(FileSystemEntry::is_directory) {
        let page = page.clone();
        spawn_local(async move { page.open(files_in(entries).await) });
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

/// Every file in these folders.
async fn files_in(mut entries: Vec<FileSystemEntry>) -> Vec<File> {
    let mut files = Vec::new();
    while let Some(entry) = entries.pop() {
        if files.len() >= MOST_FILES {
            break;
        }
        match entry.dyn_into::<FileSystemDirectoryEntry>() {
            Ok(folder) => entries.extend(entries_of(&folder.create_reader()).await),
            Err(entry) => files.extend(file(entry.unchecked_ref()).await),
        }
    }
    files
}

/// The reader gives a hundred at a time, and none when there are no more.
async fn entries_of(reader: &FileSystemDirectoryReader) -> Vec<FileSystemEntry> {
    let mut entries = Vec::new();
    loop {
        let read = called_back(|done, failed| reader.read_entries_with_callback_and_callback(done, failed));
        let Some(batch) =
            read.await.map(|batch| js_sys::Array::from(&batch)).filter(|batch| batch.length() > 0)
        else {
            return entries;
        };
        entries.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
        if entries.len() > MOST_FILES {
            return entries;
        }
    }
}

async fn file(entry: &FileSystemFileEntry) -> Option<File> {
    let read = called_back(|done, failed| {
        entry.file_with_callback_and_callback(done, failed);
        Ok(())
    });
    read.await.map(JsCast::unchecked_into)
}

/// What a function with two callbacks hands to the first; nothing if it calls the second.
async fn called_back(
    call: impl FnOnce(&js_sys::Function, &js_sys::Function) -> Result<(), JsValue>,
) -> Option<JsValue> {
    let mut call = Some(call);
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        if let Some(Err(error)) = call.take().map(|call| call(&resolve, &reject)) {
            web_sys::console::error_1(&error);
        }
    });
    JsFuture::from(promise).await.ok()
}
