using System.Diagnostics;
using System.Text.Json;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Benchmarks;

/// <summary>What it costs to compile expressions as policies have them, and to evaluate each on a pod of ten containers.</summary>
internal static class CelEvaluation
{
    private const int WarmUp = 20_000;
    private const int Evaluations = 200_000;
    private const int Compilations = 2_000;

    private static readonly (string Name, string Expression)[] s_expressions =
    [
        ("field", "object.metadata.name == 'web'"),
        ("no privileged container", "object.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged)"),
        ("the same with optionals", "object.spec.containers.all(c, !c.?securityContext.?privileged.orValue(false))"),
        ("image from a registry", "object.spec.containers.all(c, c.image.matches('^registry\\\\.example/[a-z0-9/]+:v[0-9.]+$'))"),
        ("capabilities", "object.spec.containers.all(c, c.?securityContext.?capabilities.?drop.orValue([]).exists(d, d == 'ALL'))"),
        ("message", "'pod %s has %d containers'.format([object.metadata.name, object.spec.containers.size()])"),
    ];

    public static void Run()
    {
        using var pod = JsonDocument.Parse(Pod());
        var environment = new CelEnvironment(new CelDialect(36), [new CelVariable("object", CelType.Dyn)]);
        CelValue[] variables = [JsonValues.From(pod.RootElement)];
        Console.WriteLine($"{"",-28} {"compile",10} {"evaluate",10}   (µs)");
        foreach (var (name, expression) in s_expressions)
        {
            var program = environment.Compile(expression).Program ?? throw new InvalidOperationException($"{name} does not compile");
            if (program.Evaluate(variables) is CelError error)
                throw new InvalidOperationException($"{name}: {error.Message}");
            Repeat(WarmUp, () => program.Evaluate(variables));
            var compile = Repeat(Compilations, () => environment.Compile(expression));
            Console.WriteLine($"{name,-28} {compile,10:0.0} {Repeat(Evaluations, () => program.Evaluate(variables)),10:0.00}");
        }

        var read = Repeat(WarmUp, () => JsonValues.From(pod.RootElement));
        Console.WriteLine($"{"the pod as values",-28} {"",10} {read,10:0.00}");
    }

    /// <returns>Microseconds for one.</returns>
    private static double Repeat(int times, Action action)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            action();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / times;
    }

    private static string Pod()
    {
        const string security = """{"privileged":false,"capabilities":{"drop":["ALL"]}}""";
        var containers = Enumerable.Range(0, 10).Select(i =>
            $$"""{"name":"c{{i}}","image":"registry.example/team/app{{i}}:v1.{{i}}","securityContext":{{security}}}""");
        return $$"""{"metadata":{"name":"web","namespace":"shop"},"spec":{"containers":[{{string.Join(',', containers)}}]} }""";
    }
}
