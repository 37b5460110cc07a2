using Scanner.Conformance.TextProto;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Conformance.Cel;

/// <summary>The cases of google/cel-spec. Messages of errors are not compared: the specification leaves them open.</summary>
internal static class CelSuite
{
    public static string[] FilesOf(string checkout)
    {
        var directory = Path.Combine(checkout, "tests", "simple", "testdata");
        return Directory.Exists(directory) ? [.. Directory.GetFiles(directory, "*.textproto").Order(StringComparer.Ordinal)] : [];
    }

    public static IEnumerable<CaseResult> Run(string file)
    {
        foreach (var section in TextProtoReader.Read(file).Messages("section"))
        {
            foreach (var test in section.Messages("test"))
                yield return Run($"{section.Text("name")}/{test.Text("name")}", test);
        }
    }

    private static CaseResult Run(string name, ProtoMessage test)
    {
        if (Applicability.WhyNot(test) is { } why)
            return new CaseResult(name, CaseOutcome.NotApplicable, why);
        var expected = Expectation.Of(test);
        var variables = Variables(test);
        var environment = new CelEnvironment(CelDialect.Everything, variables, test.Text("container"), isChecked: test.Text("disable_check") != "true");
        var compiled = environment.Compile(test.Text("expr"));
        if (compiled.Error is { } error)
        {
            return error.Contains("messages are not supported", StringComparison.Ordinal)
                ? new CaseResult(name, CaseOutcome.NotApplicable, "a message in the expression")
                : Judge(name, test, expected, new CelError(error));
        }

        if (expected.Type is { } type && compiled.Program!.Type.ToString() != type.ToString())
            return new CaseResult(name, CaseOutcome.Failed, $"{test.Text("expr")} has type {compiled.Program.Type}, not {type}");
        if (test.Text("check_only") == "true")
            return new CaseResult(name, CaseOutcome.Passed, "");
        var bindings = test.Messages("bindings").ToDictionary(b => b.Text("key"), b => ProtoValues.Read(b.Message("value")!.Message("value")!));
        CelValue?[] values = [.. variables.Select(v => bindings.GetValueOrDefault(v.Name))];
        return Judge(name, test, expected, compiled.Program!.Evaluate(values));
    }

    private static List<CelVariable> Variables(ProtoMessage test)
    {
        var declared = test.Messages("type_env").Where(e => e.Message("ident")?.Message("type") is not null)
            .Select(e => new CelVariable(e.Text("name"), ProtoTypes.Read(e.Message("ident")!.Message("type")!)));
        var bound = test.Messages("bindings").Select(b => new CelVariable(b.Text("key"), CelType.Dyn));
        return [.. declared.Concat(bound).DistinctBy(v => v.Name)];
    }

    private static CaseResult Judge(string name, ProtoMessage test, Expectation expected, CelValue actual) => expected.IsMetBy(actual)
        ? new CaseResult(name, CaseOutcome.Passed, "")
        : new CaseResult(name, CaseOutcome.Failed, $"{test.Text("expr")} is {actual.Type.Name} {actual}, not {expected}");
}
