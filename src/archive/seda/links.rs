//! What a manifest's identifiers bind together: objects to their groups, groups to the units that describe them, units to each
//! other. Kept small: a few words for each identifier, whatever its length.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::structure::Remarks;

/// What an identifier names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Group,
    Object,
    Unit,
    Other,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Kind::Group => "un groupe d’objets",
            Kind::Object => "un objet",
            Kind::Unit => "une unité d’archives",
            Kind::Other => "autre chose",
        }
    }
}

const NONE: u32 = u32::MAX;

struct Node {
    kind: Kind,
    /// Of an object, its group; of a group, the one that it is another name of; of a unit, the one above it.
    above: u32,
    /// A unit describes it.
    described: bool,
}

/// A reference to what was not met yet.
struct Pending {
    name: Box<str>,
    from: u32,
    want: Want,
}

/// What a reference must lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// The group of the object that says so.
    Joined,
    /// A group that a unit describes.
    Group,
    /// An object that a unit describes.
    Object,
    /// A unit that stands there too.
    Unit,
    /// A unit that is only told of.
    Related,
    Any,
}

/// The identifiers and references of a manifest.
#[derive(Default)]
pub(super) struct Links {
    hashes: RandomState,
    /// By the hash of the identifier, or the first free one after it.
    ranks: HashMap<u64, u32>,
    nodes: Vec<Node>,
    names: Names,
    pending: Vec<Pending>,
    /// Units that stand for others, each with the other one.
    aliases: Vec<(u32, u32)>,
    /// The elements that are open.
    open: Vec<Place>,
    /// What each object is for, by the rank of these words.
    uses: Vec<(u32, u16)>,
    words: Vec<Box<str>>,
    pub remarks: Remarks,
}

/// An element that is open and has to do with identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Group(u32),
    Object(u32),
    Unit(u32),
    /// `DataObjectReference` of a unit.
    Described(u32),
    Other,
}

/// The names of groups and objects that nothing describes are told: these few are kept in one text.
#[derive(Default)]
struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    fn get(&self, rank: u32) -> &str {
        let rank = rank as usize;
        let start = if rank == 0 { 0 } else { self.ends[rank - 1] };
        &self.text[start..self.ends[rank]]
    }
}

impl Links {
    /// The rank of an identifier, or where it will be put.
    fn find(&self, name: &str) -> Result<u32, u64> {
        let mut key = self.hashes.hash_one(name);
        loop {
            match self.ranks.get(&key) {
                None => return Err(key),
                Some(rank) if self.names.get(*rank) == name => return Ok(*rank),
                Some(_) => key = key.wrapping_add(1),
            }
        }
    }

    /// The rank of an identifier that is declared here.
    fn declare(&mut self, name: &str, kind: Kind, above: u32) -> u32 {
        let found = self.find(name);
        if let Ok(rank) = found {
            let told = match (self.nodes[rank as usize].kind, kind) {
                (Kind::Object, Kind::Group) if rank == above => {
                    format!("l’objet « {name} » se donne pour son propre groupe")
                }
                (Kind::Group, Kind::Group) => format!("deux objets ou groupes déclarent le groupe « {name} »"),
                _ => format!("deux éléments ont l’identifiant « {name} »"),
            };
            self.remarks.push(told);
        }
        let rank = u32::try_from(self.nodes.len()).expect("a manifest is shorter than that");
        self.nodes.push(Node { kind, above: if kind == Kind::Group { NONE } else { above }, described: false });
        self.names.push(name);
        if let Err(key) = found {
            self.ranks.insert(key, rank);
        }
        rank
    }

    /// An element begins; its identifier comes next, where it has one.
    pub(super) fn open(&mut self, element: &str, id: Option<&str>) {
        let place = match (element, id) {
            ("DataObjectGroup", Some(id)) => Place::Group(self.declare(id, Kind::Group, NONE)),
            ("BinaryDataObject" | "PhysicalDataObject", Some(id)) => {
                let above = match self.open.last() {
                    Some(Place::Group(group)) => *group,
                    _ => NONE,
                };
                Place::Object(self.declare(id, Kind::Object, above))
            }
            ("ArchiveUnit", Some(id)) => {
                let above = match self.open.last() {
                    Some(Place::Unit(unit)) => *unit,
                    _ => NONE,
                };
                Place::Unit(self.declare(id, Kind::Unit, above))
            }
            ("DataObjectReference", _) => match self.open.last() {
                Some(Place::Unit(unit)) => Place::Described(*unit),
                _ => Place::Other,
            },
            _ => Place::Other,
        };
        self.open.push(place);
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// An identifier that is none of an element with a place of its own: a text, or an attribute.
    pub(super) fn id(&mut self, element: &str, name: &str) {
        match (element, self.open.last().copied()) {
            // The text of an element is told before it is closed: its parent is below it.
            ("DataObjectGroupId", _) => {
                let object = self.object();
                let group = self.declare(name, Kind::Group, object);
                if let Some(object) = self.nodes.get_mut(object as usize) {
                    // Of an object that stands in a group already, another name of that group.
                    match object.above {
                        NONE => object.above = group,
                        known => self.nodes[group as usize].above = known,
                    }
                }
            }
            ("@id", Some(Place::Group(_) | Place::Object(_) | Place::Unit(_))) => {}
            _ => {
                self.declare(name, Kind::Other, NONE);
            }
        }
    }

    /// The object that is open.
    fn object(&self) -> u32 {
        let found = self.open.iter().rev().find_map(|p| if let Place::Object(o) = p { Some(*o) } else { None });
        found.unwrap_or(NONE)
    }

    /// A reference, as a text of `element` or an attribute.
    pub(super) fn reference(&mut self, element: &str, name: &str) {
        let above = self.open.iter().rev().nth(1).copied();
        let (from, want) = match (element, above) {
            ("DataObjectGroupReferenceId", Some(Place::Object(object))) => (object, Want::Joined),
            ("DataObjectGroupReferenceId", Some(Place::Described(unit))) => (unit, Want::Group),
            ("DataObjectReferenceId", Some(Place::Described(unit))) => (unit, Want::Object),
            ("ArchiveUnitRefId", Some(Place::Unit(unit))) => (unit, Want::Unit),
            ("ArchiveUnitRefId", _) => (NONE, Want::Related),
            // Told elsewhere (a history, an event, a signature): it describes what it names as well.
            ("DataObjectGroupReferenceId", _) => (NONE, Want::Group),
            _ => (NONE, Want::Any),
        };
        match self.find(name) {
            Ok(rank) => self.resolve(name, rank, from, want),
            Err(_) => self.pending.push(Pending { name: name.into(), from, want }),
        }
    }

    fn resolve(&mut self, name: &str, rank: u32, from: u32, want: Want) {
        let kind = self.nodes[rank as usize].kind;
        let rank = match (kind, self.nodes[rank as usize].above) {
            (Kind::Group, known) if known != NONE => known,
            _ => rank,
        };
        let wanted = match want {
            Want::Joined | Want::Group => Kind::Group,
            Want::Object => Kind::Object,
            Want::Unit | Want::Related => Kind::Unit,
            Want::Any => kind,
        };
        if kind != wanted {
            let (found, wanted) = (kind.words(), wanted.words());
            return self.remarks.push(format!("« {name} » est {found} ; la référence veut {wanted}"));
        }
        match want {
            Want::Joined => self.nodes[from as usize].above = rank,
            Want::Group => self.nodes[rank as usize].described = true,
            Want::Object => {
                self.nodes[rank as usize].described = true;
                let group = self.nodes[rank as usize].above;
                if group != NONE {
                    let group = self.names.get(group);
                    let told = format!(
                        "une unité renvoie à l’objet « {name} », qui est du groupe « {group} » : elle doit renvoyer au groupe"
                    );
                    self.remarks.push(told);
                }
            }
            Want::Unit => self.aliases.push((from, rank)),
            Want::Related | Want::Any => {}
        }
    }

    /// What the object that is open is for: `BinaryMaster_1`.
    pub(super) fn use_of(&mut self, told: &str) {
        let object = self.object();
        let known = self.words.iter().position(|w| **w == *told);
        // A manifest has a few of them; one that has thousands has other faults.
        if let Ok(word) = u16::try_from(known.unwrap_or(self.words.len())) {
            if known.is_none() {
                self.words.push(told.into());
            }
            self.uses.push((object, word));
        }
    }

    /// What is wrong, once all is read.
    pub(super) fn end(mut self) -> Remarks {
        for pending in std::mem::take(&mut self.pending) {
            match self.find(&pending.name) {
                Ok(rank) => self.resolve(&pending.name, rank, pending.from, pending.want),
                Err(_) => self
                    .remarks
                    .push(format!("rien n’a l’identifiant « {} », auquel le bordereau renvoie", pending.name)),
            }
        }
        self.twice();
        self.orphans();
        self.cycles();
        self.remarks
    }

    /// Of one group, no two objects are for the same use.
    fn twice(&mut self) {
        let mut uses = std::mem::take(&mut self.uses);
        for (object, _) in &mut uses {
            *object = self.nodes.get(*object as usize).map_or(NONE, |n| n.above);
        }
        uses.retain(|(group, _)| *group != NONE);
        uses.sort_unstable();
        for pair in uses.windows(2).filter(|pair| pair[0] == pair[1]) {
            let (group, word) = (self.names.get(pair[0].0), &self.words[usize::from(pair[0].1)]);
            self.remarks.push(format!("deux objets du groupe « {group} » sont le même « {word} »"));
        }
    }

    fn orphans(&mut self) {
        for (rank, node) in self.nodes.iter().enumerate() {
            let name = || self.names.get(rank as u32);
            match node.kind {
                Kind::Group if node.above == NONE && !node.described => {
                    self.remarks.push(format!("aucune unité ne décrit le groupe « {} »", name()));
                }
                Kind::Object if node.above == NONE && !node.described => {
                    self.remarks.push(format!("aucune unité ne décrit l’objet « {} », qui n’a pas de groupe", name()));
                }
                _ => {}
            }
        }
    }

    /// A unit is never below itself: those above it are followed through the units that stand for others.
    fn cycles(&mut self) {
        if self.aliases.is_empty() {
            return;
        }
        // Above a unit: the one that it stands in, and those that stand for it elsewhere.
        let mut standing: HashMap<u32, Vec<u32>> = HashMap::new();
        for (alias, unit) in &self.aliases {
            standing.entry(*unit).or_default().push(*alias);
        }
        let mut done = vec![0u8; self.nodes.len()];
        let mut told = Vec::new();
        for (start, _) in &self.aliases {
            let mut path: Vec<(u32, usize)> = vec![(*start, 0)];
            if done[*start as usize] != 0 {
                continue;
            }
            done[*start as usize] = 1;
            while let Some((unit, next)) = path.last_mut() {
                let others = standing.get(unit).map_or(&[][..], Vec::as_slice);
                let above = match *next {
                    0 => Some(self.nodes[*unit as usize].above).filter(|a| *a != NONE),
                    n => others.get(n - 1).copied(),
                };
                let end = *next > others.len();
                *next += 1;
                match above.map(|a| (a, done[a as usize])) {
                    Some((above, 0)) => {
                        done[above as usize] = 1;
                        path.push((above, 0));
                    }
                    Some((above, 1)) => told.push(above),
                    _ if end => {
                        done[*unit as usize] = 2;
                        path.pop();
                    }
                    _ => {}
                }
            }
        }
        for unit in told {
            let name = self.names.get(unit);
            self.remarks.push(format!("l’unité « {name} » est au-dessous d’elle-même"));
        }
    }
}
