using System.Text;
using Scanner.Policies.Rego;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Tests.Rego;

/// <summary>No text ends the process, hangs, or comes out of an evaluation as an exception.</summary>
public sealed class DamagedModuleTests
{
    private const int Times = 20_000;

    private static readonly string[] s_seeds =
    [
        "package test\nviolation[{\"msg\": msg}] {\n  c := all[_]\n  c.securityContext.privileged\n  not exempt(c)\n  msg := sprintf(\"%v: %v\", [c.name, c])\n}\nall[c] { c := input.spec.containers[_] }\nexempt(c) { startswith(c.image, input.images[_]) }",
        "package test\nimport rego.v1\nviolation contains {\"msg\": msg} if {\n  some i, c in input.spec.containers\n  every d in [\"ALL\"] { d in c.drop }\n  msg := $\"{c.name} {i + 1}\"\n}",
        "package test\ndefault violation = false\nviolation = x { x := {k: v | v := input.spec[k]} } else = [y | y = input[_]] { regex.match(`^[a-z]+$`, \"abc\") }",
        "package test\nviolation[x] { walk(input, [path, x]); count(path) > 1; [a, {\"b\": b}] = [1, {\"b\": 2}]; a < b }\nf(x, [y]) = z { z := x | {y} }\ng[a][b] = f({a}, [b]) { a := 1; b := 2 }",
        "package test\nviolation[x] { x := input.spec with input.spec as {\"a\": 1} with data.q as 2; x.a == 1; data.q == 2; object.get(x, [\"a\", 0], null) == null }",
    ];

    private static readonly string[] s_pieces =
    [
        "(", ")", "[", "]", "{", "}", ".", ":", ":=", "=", "==", "|", "&", "-", "+", "*", "/", "%", "<", "in", "\"", "`", "\\", "$\"", "_", ",", ";", "\n", "#", "not ",
        "some x in ", "every x in ", " with input as ", "else = ", "default ", "import ", "package ", "if ", "contains ", "input", "data", "data.unknown", "null", "true",
        "1", "1e9", "1e400", "0x", "-1", "[x | x := ", "{x: y | ", "walk(", "numbers.range(1, 1000)", "sprintf(\"%9999d\", ", "\0", "\ud800", "é", "\U0001F431", "set()", "http.send(",
    ];

    [Fact]
    public void Mutations()
    {
        var random = new Random(15);
        var input = RegoJson.Parse("{\"images\": [\"a\"], \"spec\": {\"containers\": [{\"name\": \"c\", \"image\": \"b\", \"drop\": [\"ALL\"], \"securityContext\": {\"privileged\": true}}]}}");
        var data = RegoObject.Of(("unknown", RegoUnknown.Of("data.unknown")));
        var compiled = 0;
        for (var i = 0; i < Times; i++)
        {
            var text = Mutated(s_seeds[random.Next(s_seeds.Length)], random);
            var result = RegoProgram.Compile([new RegoSource(text, i % 2 == 0 ? RegoDialect.V0 : RegoDialect.V1)]);
            Assert.True(result.Program is null != result.Error is null, text);
            if (result.Program is not { } program)
                continue;
            compiled++;
            var value = program.Evaluate(["test", "violation"], input, data, steps: 20_000);
            Assert.True(value.Value is null || value.Error is null, text);
        }

        // Enough is left whole for the evaluator to be tried too.
        Assert.InRange(compiled, Times / 50, Times - 1);
    }

    private static string Mutated(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(mutated.Length);
            switch (random.Next(4))
            {
                case 0:
                    mutated.Remove(at, Math.Min(random.Next(1, 5), mutated.Length - at));
                    break;
                case 1:
                    mutated.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 2:
                    mutated[at] = (char)random.Next(32, 127);
                    break;
                default:
                    mutated.Append(s_pieces[random.Next(s_pieces.Length)]);
                    break;
            }

            if (mutated.Length == 0)
                mutated.Append('1');
        }

        return mutated.ToString();
    }
}
