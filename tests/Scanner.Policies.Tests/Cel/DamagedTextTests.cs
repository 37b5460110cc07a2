using System.Text;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Tests.Cel;

/// <summary>No text ends the process, hangs, or comes out of an evaluation as an exception.</summary>
public sealed class DamagedTextTests
{
    private const int Times = 20_000;

    private static readonly string[] s_seeds =
    [
        "object.spec.containers.all(c, has(c.securityContext) && c.securityContext.?privileged.orValue(false) == false)",
        "!has(object.spec.ephemeralContainers) || object.spec.ephemeralContainers.exists(c, c.image.startsWith('registry.example/'))",
        "'%s must not be %d'.format([object.metadata.name, 1]) + \"x\".replace('x', '''y''')",
        "{'a': dyn([1u, 2u]), ?'b': object.?b}.transformMap(k, v, k.matches('^[a-z]+$') ? v : dyn(null))",
        "duration('1h') + duration('1m') > duration('0') && timestamp('2023-01-01T00:00:00Z').getFullYear() > 0x1F && -1.5e3 < 2 % 3",
        "quantity('1Gi').isGreaterThan(quantity(object.limits.memory)) && cidr('10.0.0.0/8').containsIP(ip(object.ip))",
        "object.names.map(n, n.find('(?i)a{2,3}[^b-d\\\\d]$')).sortBy(n, n.size()).join(', ') in [r'\\q'] && b'\\x00\\377'.size() == 2",
    ];

    private static readonly string[] s_pieces =
    [
        "(", ")", "[", "]", "{", "}", ".", "?", ":", ",", "&&", "||", "!", "-", "+", "*", "/", "%", "==", "<", "in", "'", "\"", "'''", "\\", "r'", "b\"", "`",
        "object", "null", "true", "1", "1u", "1.0", "9223372036854775807", "0x", "1e", "has(", ".all(x, ", ".map(x, ", "//", "\n", "\0", "\ud800", "é", "\U0001F431",
        "[?", ".?", "size(", "matches(", "\\u12", "\\x", "type(", "optional.none()", ".orValue(", "dyn(",
    ];

    [Fact]
    public void Mutations()
    {
        var random = new Random(14);
        var environment = new CelEnvironment(new CelDialect(Evaluated.Latest), [new("object", CelType.Dyn)]);
        CelValue[] variables = [CelTable.Of(("spec", CelTable.Empty), ("names", CelList.OfStrings(["aa"])))];
        var compiled = 0;
        for (var i = 0; i < Times; i++)
        {
            var text = Mutated(s_seeds[random.Next(s_seeds.Length)], random);
            var result = environment.Compile(text);
            Assert.True(result.Program is null != result.Error is null, text);
            if (result.Program is not { } program)
                continue;
            compiled++;
            Assert.NotNull(program.Evaluate(variables));
        }

        // Enough is left whole for the evaluator to be tried too.
        Assert.InRange(compiled, Times / 100, Times - 1);
    }

    /// <summary>A text that ends early, or whose brackets do not match, never compiles.</summary>
    [Fact]
    public void Truncations()
    {
        var environment = new CelEnvironment(new CelDialect(Evaluated.Latest), [new("object", CelType.Dyn)]);
        foreach (var seed in s_seeds)
        {
            Assert.Null(environment.Compile(seed).Error);
            for (var i = 0; i < seed.Length; i++)
            {
                if (seed[i] is '(' or '[' or '{')
                    Assert.Null(environment.Compile(seed[..(i + 1)]).Program);
                if ((seed[i] is '(' or ')') && seed.AsSpan(0, i).Count('\'') % 2 == 0)
                    Assert.Null(environment.Compile(seed.Remove(i, 1)).Program);
            }
        }
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
