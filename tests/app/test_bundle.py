"""Many modules as one script that does what they do."""

import pytest

from app import assets
from app.bundle import bundle


def written(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return folder


def test_each_module_is_called_once_behind_those_that_it_imports(tmp_path):
    folder = written(
        tmp_path,
        top='import { one, two as second } from "./low.js";\nimport * as all from "./low.js";\n'
        "export const sum = one + second() + all.one;\n",
        low="export const one = 1;\nexport async function two() {}\nconst hidden = 3;\n",
    )
    text = bundle(folder, {"main": "top.js"})
    assert text.index("// low.js") < text.index("// top.js")
    assert "const { one, two: second } = module0;" in text
    assert "const all = module0;" in text
    assert "return { one, two };" in text
    assert text.endswith("export const main = module1;\n")
    assert text.count("export") == 1


def test_modules_that_import_each_other_are_refused(tmp_path):
    folder = written(
        tmp_path,
        a='import { b } from "./b.js";\nexport const a = 1;\n',
        b='import { a } from "./a.js";\nexport const b = 1;\n',
    )
    with pytest.raises(ValueError, match=r"import each other: a\.js → b\.js → a\.js"):
        bundle(folder, {"main": "a.js"})


@pytest.mark.parametrize(
    "text", ["export default 3;\n", "export { a };\n", 'import "./x.js";\n', "export let a = 1;\n"]
)
def test_forms_that_are_not_kept_here_are_refused(tmp_path, text):
    with pytest.raises(ValueError, match="cannot be bundled"):
        bundle(written(tmp_path, a=text), {"main": "a.js"})


def test_the_player_is_bundled_whole():
    text = assets.files()[assets.PLAYER]().decode()
    for path in (assets.APP / "player").rglob("*.js"):
        name = path.relative_to(assets.APP / "player").as_posix()
        if not name.startswith("vendor/") and name != "page/offline.js":
            assert f"// {name}\n" in text
