#!/usr/bin/env python3
"""Takes each clause of the guard away in turn, and wants a test of it to fail: mutants.py BUILD_DIR SOURCE_DIR [NUMBER…]

A mutant is compiled beside the build, linked with the tests of the guard, and run. One that survives is a clause that
nothing proves; one whose clause is not in the source any more is a line of this list to be brought up to date."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

BUILD, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
TESTS = "tst_guard_guard", "tst_guard_removal", "tst_guard_registrationrule"
LIBRARY = "core/libbd_guard.a"

# file, clause, what stands there instead. A clause is the first one in the file that reads so.
MUTANTS = [
    ("guard", "!facts.plan.engineId.isEmpty() && facts", "facts"),
    ("guard", "&& facts.plan.engineId == facts.state.id", ""),
    ("guard", "if (facts.marks.isDevelopment)", "if (true)"),
    ("guard", "if (facts.marks.isDevelopment)", "if (false)"),
    ("guard", "names{facts.project.name, facts.state.context.name}", "names{facts.state.context.name}"),
    ("guard", "names{facts.project.name, facts.state.context.name}", "names{facts.project.name}"),
    ("guard", "if (service.role == compose::Role::Broker)\n            names", "if (true)\n            names"),
    ("guard", "QStringList{service.name, service.containerName}", "QStringList{service.containerName}"),
    ("guard", "QStringList{service.name, service.containerName}", "QStringList{service.name}"),
    ("guard", "+ advertisedBy(service)", ""),
    ("guard", "spec.external && ", ""),
    ("guard", "spec.external && spec.name == volume.name", "spec.external"),
    ("guard", "volume.name.isEmpty() || ", ""),
    ("guard", "volume.name.contains(QLatin1Char('/'))\n", "false\n"),
    ("guard", "|| volume.name.contains(QLatin1Char('\\\\'))", ""),
    ("guard", "isAnonymous(*volume) && volume->project()", "volume->project()"),
    ("guard", "isAnonymous(*volume) && volume->project().isEmpty()", "isAnonymous(*volume)"),
    ("guard", ": volume->project() == facts.plan.project;", ": true;"),
    ("guard", "planned.isAnonymous ? isAnonymous", "true ? isAnonymous"),
    ("guard", "if (facts.marks.unfinished.isEmpty())", "if (true)"),
    ("guard", "if (facts.marks.unfinished.isEmpty())", "if (false)"),
    ("guard", "std::ranges::any_of(volume.uses, isOfKafka) || ", ""),
    ("guard", "return use.volume == volume.name && isOfKafka(use);", "return isOfKafka(use);"),
    ("guard", "return use.volume == volume.name && isOfKafka(use);", "return use.volume == volume.name;"),
    ("guard", "if (facts.marks.lockedVolumes.contains(volume.name))\n", "if (false)\n"),
    ("guard", "if (!facts.plan.takesRecords)", "if (true)"),
    ("guard", "if (!facts.plan.takesRecords)", "if (false)"),
    ("guard", "facts.marks.lockedVolumes.contains(volume.name) && holds", "holds"),
    ("guard", "contains(volume.name) && holdsRecords(volume, facts.project))", "contains(volume.name))"),
    ("guard", "if (use.project == facts.plan.project)\n            return {};", "return {};"),
    ("guard", "service->role == compose::Role::Broker || service->role == compose::Role::ZooKeeper);",
     "service->role == compose::Role::ZooKeeper);"),
    ("guard", "service->role == compose::Role::Broker || service->role == compose::Role::ZooKeeper);",
     "service->role == compose::Role::Broker);"),
    ("guard", "return volume.goesWithContainer && volume.isAnonymous", "return volume.isAnonymous"),
    ("guard", "return volume.goesWithContainer && volume.isAnonymous", "return volume.goesWithContainer"),
    ("guard", "return one.id == use.container; });", "return true; });"),
    ("guard", "if (!mount.isData)", "if (false)"),
    ("guard", "|| keepsData(facts.project.service(use.service))\n            || goesAlong", "|| true || goesAlong"),
    ("guard", "|| keepsData(facts.project.service(use.service))\n            || goesAlong(facts, volume, use))",
     "|| keepsData(facts.project.service(use.service)))"),
    ("guard", "if (!isStack || use.isData() || goesAlong(facts, volume, use))", "if (true)"),
    ("guard", "if (!isStack || use.isData() || goesAlong(facts, volume, use))",
     "if (use.isData() || goesAlong(facts, volume, use))"),
    ("guard", "if (!isStack || use.isData() || goesAlong(facts, volume, use))",
     "if (!isStack || goesAlong(facts, volume, use))"),
    ("guard", "if (!isStack || use.isData() || goesAlong(facts, volume, use))", "if (!isStack || use.isData())"),
    ("guard", "bool isOther = volume && volume->createdAt != planned.createdAt;", "bool isOther = false;"),
    ("guard", "isOther = isOther || !planned.containers.contains(use.container);", ""),
    ("guard", "return takesSome ? objections : Objections();", "return objections;"),
    ("guard", "else if (volumeNamed(facts.state, volume.name))", "else if (false)"),
    ("guard", "else if (volumeNamed(facts.state, volume.name))", "else"),
    ("guard", "if (!container || !keepsData(service))\n", "if (!container || !service)\n"),
    ("guard", "if (paths.empty() && !container->mounts.empty())", "if (!container->mounts.empty())"),
    ("guard", "if (paths.empty() && !container->mounts.empty())", "if (false)"),
    ("guard", "mount.kind == engine::Mount::Kind::Bind\n", "true\n"),
    ("guard", "if (isElsewhere)", "if (false)"),
    ("guard", "return compose::holdsPath(mount.destination, path.path);", "return true;"),
    ("guard", "!isOurs(facts.project, *container) || container->project()", "container->project()"),
    ("guard", "|| container->project() != facts.plan.project))", "))"),
    ("guard", "container->name != planned.name || ", ""),
    ("guard", "|| container->service() != planned.service)", ")"),
    ("guard", "role == compose::Role::Broker || role == compose::Role::ZooKeeper || role == compose::Role::Init",
     "role == compose::Role::ZooKeeper || role == compose::Role::Init"),
    ("guard", "role == compose::Role::Broker || role == compose::Role::ZooKeeper || role == compose::Role::Init",
     "role == compose::Role::Broker || role == compose::Role::Init"),
    ("guard", "role == compose::Role::Broker || role == compose::Role::ZooKeeper || role == compose::Role::Init",
     "role == compose::Role::Broker || role == compose::Role::ZooKeeper"),
    ("guard", "return service && isTaken(service->role);", "return service;"),
    ("guard", "container.project() == project.name && !container.oneOff()", "!container.oneOff()"),
    ("guard", "container.project() == project.name && !container.oneOff()", "container.project() == project.name"),
    ("guard", "if (ruling.verdict == Ruling::Verdict::Allowed)\n        return {};", "return {};"),
    ("guard", "if (!known || volume.isShared())", "if (!known)"),
    ("guard", "if (!isAnonymous(volume))\n            continue;", ""),
    ("guard", "!uses.empty() && std::ranges::all_of", "std::ranges::all_of"),
    ("guard", "return !use.isData() && goes(use.container);", "return goes(use.container);"),
    ("guard", "return !use.isData() && goes(use.container);", "return !use.isData();"),
    ("guard", "if (!ruling.objections.empty())\n        return ruling;", ""),
    ("guard", "facts.state.context.isRemote() || ", ""),
    ("guard", "|| facts.marks.isProtected", ""),
    ("guard", "!confirmedContext.isEmpty() && confirmedContext", "confirmedContext"),
    ("guard", "&& confirmedContext == facts.state.context.name", ""),
    ("guard", "wantsMore && !hasMore", "false"),
    ("guard", "plan.takesRecords = true;", ""),
    ("guard", "if (!firstWhere(now.plan.containers, [&](const PlannedContainer &one) { return one.id == id; }))",
     "if (false)"),
    ("guard", "if (!firstWhere(now.plan.volumes, [&](const PlannedVolume &one) { return one.name == name; }))",
     "if (false)"),
    ("guard", "|| !container->labels.contains(holderLabel())", ""),
    ("guard", "|| !container->project().isEmpty())\n        return notOurs(id)", ")\n        return notOurs(id)"),
    ("guard", "|| !volume->labels.contains(holderLabel())", ""),
    ("guard", "|| !volume->project().isEmpty() || isMounted)", "|| isMounted)"),
    ("guard", "|| isMounted)", ")"),
    ("guard", "container->project().startsWith(practicePrefix()) && !folder", "!folder"),
    ("guard", "&& !folder.isEmpty()\n", "\n"),
    ("guard", "&& container->workingDirectory() == folder", ""),
    ("guard", "return mounts(container) && container.project() != project;", "return mounts(container);"),
    ("guard", "return mounts(container) && container.project() != project;", "return false;"),
    ("guard", "std::ranges::any_of(before.containers, mounts)\n", "true\n"),
    ("guard", "&& (volume->project() == project\n", "&& (true\n"),
    ("guard", "(isAnonymous(*volume) && volume->project().isEmpty() && wasAlone)",
     "(volume->project().isEmpty() && wasAlone)"),
    ("guard", "(isAnonymous(*volume) && volume->project().isEmpty() && wasAlone)", "(isAnonymous(*volume) && wasAlone)"),
    ("guard", "(isAnonymous(*volume) && volume->project().isEmpty() && wasAlone)",
     "(isAnonymous(*volume) && volume->project().isEmpty())"),
    ("guard", "|| !project.startsWith(practicePrefix()) ||", "||"),
    ("guard", "|| std::ranges::any_of(now.containers, mounts))", ")"),
    ("stackvolumes", "container.project() == project.name && !container.oneOff()\n", "!container.oneOff()\n"),
    ("stackvolumes", "container.project() == project.name && !container.oneOff()\n",
     "container.project() == project.name\n"),
    ("stackvolumes", "if (compose::holdsPath(destination, one.path))\n", ""),
    ("stackvolumes", "return container.project() == project.name && container.service() == use.service &&",
     "return container.service() == use.service &&"),
    ("stackvolumes", "&& container.service() == use.service && !container.oneOff();", "&& !container.oneOff();"),
    ("stackvolumes", "&& container.service() == use.service && !container.oneOff();",
     "&& container.service() == use.service;"),
    ("stackvolumes", "if (!hasContainer)\n            names", "names"),
    ("stackvolumes", "if (mount.kind == engine::Mount::Kind::Volume && spec", "if (spec"),
    ("stackvolumes", "&& spec != project.volumes.end()\n                    && compose::holdsPath(mount.target, path.path))",
     "&& spec != project.volumes.end())"),
    ("stackvolumes", "mount.kind != engine::Mount::Kind::Volume || spec == project.volumes.end() ||",
     "spec == project.volumes.end() ||"),
    ("stackvolumes", "spec == project.volumes.end() || spec->name != volume)", "spec == project.volumes.end())"),
    ("stackvolumes", "use.service == service.name && use.destination == mount.target;",
     "use.destination == mount.target;"),
    ("stackvolumes", "use.service == service.name && use.destination == mount.target;",
     "use.service == service.name;"),
    ("stackvolumes", "if (mount.kind != engine::Mount::Kind::Volume || mount.name != volume)", "if (mount.name != volume)"),
    ("stackvolumes", "return !std::ranges::all_of(uses, &VolumeUse::isData);", "return false;"),
    ("stackvolumes", "if (mount.kind == engine::Mount::Kind::Volume && keptAt", "if (keptAt"),
    ("stackvolumes", "&& keptAt(project, container, mount.destination))\n", ")\n"),
    ("registration", "case Owner::Connected:\n        return {objection", "case Owner::Connected: return {};\n        return {objection"),
    ("registration", "case Owner::Unknown:\n        return {objection", "case Owner::Unknown: return {};\n        return {objection"),
    ("registration", "case Owner::Nobody: return {};", "case Owner::Nobody: break;"),
    ("registration", "if (now.isOverdue)\n        return {};", "return {};"),
    ("registration", "shown == facts.plan.nodes.end() || *shown != now.node", "shown == facts.plan.nodes.end()"),
    ("registration", "std::ranges::move(onOwner(now), std::back_inserter(objections));", ""),
    ("registration", "Ruling ruling = ruleOn(Case{facts.plan.place, facts.project, facts.state, facts.marks}, confirmedContext);",
     "Ruling ruling; ruling.verdict = Ruling::Verdict::Allowed; (void)confirmedContext;"),
    ("registration", "for (const QString &name : facts.running)", "for (const QString &name : QStringList())"),
    ("registration", "if (!facts.noneElsewhere)", "if (false)"),
    ("registration", "if (planned == now.plan.nodes.end())\n", "if (false)\n"),
    ("registration", "if (ruling.verdict != Ruling::Verdict::Allowed)", "if (false)"),
]


def shell(command):
    return subprocess.run(command, shell=True, cwd=BUILD, capture_output=True, text=True)


def compile_commands():
    commands = json.loads((BUILD / "compile_commands.json").read_text())
    return {pathlib.Path(one["file"]).stem: one for one in commands if "/core/guard/" in one["file"]
            and one["file"].startswith(str(SOURCE / "core"))}


def survivor(mutant, command, links, folder):
    """Why it is none to be content with; nothing: a test failed, as it should."""
    name, clause, instead = mutant
    text = (SOURCE / f"core/guard/{name}.cpp").read_text()
    if clause not in text:
        return "is not in the source any more"
    source = folder / f"{name}.cpp"
    source.write_text(text.replace(clause, instead, 1))
    output, wanted = folder / f"{name}.cpp.o", command["command"]
    original = wanted.split(" -o ")[1].split(" ")[0]
    wanted = wanted.replace(f" -o {original}", f" -o {output}").replace(f"-c {command['file']}", f"-c {source}")
    wanted = wanted.replace(" -Werror ", " -w ").replace(f"-MF {original}.d", "").replace(" -MD ", " ")
    made = shell(wanted.replace(f"-MT {original}", ""))
    if made.returncode:
        return "does not compile: " + made.stderr[:600]
    library = folder / "libbd_guard.a"
    library.write_bytes((BUILD / LIBRARY).read_bytes())
    shell(f"ar r {library} {output}")
    for test, link in links.items():
        linked = shell(link.replace(LIBRARY, str(library)).replace(f"-o tests/{test} ", f"-o {folder / test} "))
        if linked.returncode:
            return "does not link: " + linked.stderr[:600]
        try:
            if subprocess.run([folder / test], capture_output=True, timeout=300).returncode:
                return None
        except subprocess.TimeoutExpired:
            return None
    return "survives"


def main():
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    commands = compile_commands()
    links = {test: shell(f"ninja -t commands tests/{test}").stdout.splitlines()[-1] for test in TESTS}
    wanted = [int(number) for number in sys.argv[3:]] or range(len(MUTANTS))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in wanted:
            mutant = MUTANTS[number]
            why = survivor(mutant, commands[mutant[0]], links, pathlib.Path(folder))
            if why:
                failed += 1
                print(f"{number}: {mutant[0]}: {mutant[1]!r} -> {mutant[2]!r} {why}", flush=True)
    print(f"{len(wanted) - failed} of {len(wanted)} are found", flush=True)
    return 1 if failed else 0


sys.exit(main())
