//! The page: the input beside what came of it.

use web_sys::Event;
use yew::prelude::*;

use crate::answers::Answers;
use crate::catalogue::Catalogue;
use crate::choice::{self, Choice};
use crate::clock::Away;
use crate::drop_zone::DropZone;
use crate::editor::{self, Editor};
use crate::example::{Secret, example};
use crate::files::Files;
use crate::focus;
use crate::help::Help;
use crate::history::Edit;
use crate::icon::{Drawn, Icon};
use crate::key_help::KeyHelp;
use crate::listen::use_document_event;
use crate::mask;
use crate::notice::Notices;
use crate::page::{Page, use_page};
use crate::proof::Proof;
use crate::shell::Shell;
use crate::shortcut::{self, Key};
use crate::sight;
use crate::state::{Action, Change};
use crate::summary::Summary;
use crate::tabs::{self, Tabs};
use crate::theme::ThemeSwitch;
use crate::update::Update;
use crate::view::pair::verdict::PairVerdict;
use crate::welcome::Welcome;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shell: Shell,
}

#[component]
pub(crate) fn App(Props { shell }: &Props) -> Html {
    let page = use_page();
    let area = use_node_ref();
    {
        let page = page.clone();
        let area = area.clone();
        use_effect_with(shell.clone(), move |shell| {
            if let (Some(own), Some(early)) = (area.cast(), &shell.area) {
                editor::take_over(&page, &own, early);
            }
            if shell.is_in_box {
                focus::on("#box");
            }
        });
    }
    let keys = use_callback(page.clone(), move |event: Event, page| {
        if let Some(key) = shortcut::asked(&event, &page.state) {
            event.prevent_default();
            match key {
                Key::Box => drop(focus::on("#box")),
                Key::Leave => shortcut::leave(),
                Key::Open(tab) => tabs::show(page, tab),
                Key::Act(action) => page.act(action),
                Key::Copy => choice::copy(page),
                Key::Report => page.copy_report(),
            }
        }
    });
    use_document_event("keydown", keys);
    use_effect_with(page.state.landed, |landed| {
        if *landed > 0 {
            sight::bring(".output");
        }
    });
    let on_help = page.on(|page, _: MouseEvent| page.act(Action::Help));
    let on_example = page.on(load);
    html! {
        <>
            <header class="bar">
                <h1>{ "Certlens" }</h1>
                <p>{ "certificates, keys and Kubernetes Secrets, read in this page alone" }</p>
                <a class="button quiet" href="#rules">{ "Rules" }</a>
                <button type="button" class="button quiet" id="shortcuts" aria-expanded={page.state.helps.to_string()} onclick={on_help}>{ "Shortcuts" }</button>
                <ThemeSwitch />
            </header>
            <main class={(!page.state.is_blank()).then_some("has-results")}>
                { input(&page, &area) }
                <section class="output" aria-label="What was found" tabindex="-1">
                    if page.state.is_blank() {
                        if let Some(element) = &shell.welcome {
                            <Welcome element={element.clone()} {on_example} />
                        }
                    } else {
                        <PairVerdict page={page.clone()} />
                        <Summary page={page.clone()} />
                        <Away page={page.clone()} />
                        if page.state.inspected.is_some() {
                            <Answers page={page.clone()} />
                            <Tabs page={page.clone()} />
                        }
                    }
                </section>
            </main>
            if page.state.helps {
                <Help page={page.clone()} />
            }
            <footer class="foot"><Update /><Proof page={page.clone()} /></footer>
            <Notices page={page.clone()} />
            <Catalogue />
            <DropZone {page} />
        </>
    }
}

fn input(page: &Page, area: &NodeRef) -> Html {
    let clear = page.on(|page, _: MouseEvent| {
        page.act(Action::Change(Change::Clear));
        focus::on("#box");
    });
    html! {
        <section class="input" aria-labelledby="input-title">
            <header class="section-head">
                <h2 id="input-title"><label for="box">{ "Input" }</label></h2>
                if !page.state.is_blank() {
                    <button type="button" class="button quiet" onclick={clear}><Drawn icon={Icon::Close} />{ "Clear" }</button>
                }
            </header>
            <Editor page={page.clone()} area={area.clone()} />
            <Choice page={page.clone()} />
            <p id="box-note" class="note">
                if !mask::masks(&page.state.text).is_empty() {
                    <Drawn icon={Icon::Key} />{ " " }
                    { "A private key or password was masked. It never left this tab, is held only to compare keys, and is wiped when you clear or close. If your policy asks for it, rotate it." }
                } else {
                    { "Private keys are masked the moment they are recognised." }
                }
            </p>
            <KeyHelp page={page.clone()} />
            <Files page={page.clone()} />
        </section>
    }
}

fn load(page: &Page, secrets: &'static [Secret]) {
    let masked = page.mask(&example(secrets));
    page.act(Action::Change(Change::Edit { text: masked.text.into(), how: Edit::Replaced }));
    // What was pressed is gone.
    focus::on(".output");
}
