using System.CommandLine;
using Scanner.Core;
using Scanner.Core.Admission.Probes;
using Scanner.Publishing.PolicyReviews;
using Scanner.Reviews;
using Scanner.Usage;

namespace Scanner.Cli.Flags;

/// <summary>What <c>scanner review</c> is asked about.</summary>
internal sealed class ReviewFlags
{
    private readonly Option<string[]> _from = new("--from")
    {
        Description = "Policies, and whatever they look at, from a file, a directory or standard input (-), as scan --from reads them; repeatable. No "
            + "cluster is contacted unless connection flags or a pod that is not among them ask for it; then these go before what the cluster has",
        HelpName = "FILE|DIR|-",
    };

    private readonly Option<string?> _pod = new("--pod")
    {
        Description = "The pod that the container is added to: a file, or one of the input or the cluster (default: a compliant one)",
        HelpName = "FILE|NAMESPACE/POD",
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = $"What the container asks for: {string.Join(", ", ProbeProfileNames.All)} (default: privileged)",
        HelpName = "NAME",
    };

    private readonly Option<string?> _container = new("--container") { Description = "The container instead, as a pod or kubectl debug --custom has it", HelpName = "FILE" };
    private readonly Option<string?> _channel = new("--channel")
    {
        Description = "How it comes into the pod: ephemeral (default), or regular, as a container of a new pod",
        HelpName = "CHANNEL",
    };

    private readonly Option<string?> _request = new("--request") { Description = "The request as a whole: an AdmissionReview v1, or an object of any kind", HelpName = "FILE" };
    private readonly Option<string?> _operation = new("--operation")
    {
        Description = "With an object as --request: CREATE, UPDATE, DELETE or CONNECT (default: CREATE, with --old UPDATE)",
        HelpName = "OPERATION",
    };

    private readonly Option<string?> _old = new("--old") { Description = "With an object as --request: the object as it was before", HelpName = "FILE" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "table, json or yaml (default: table)", HelpName = "FORMAT" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _from, _pod, _profile, _container, _channel, _request, _operation, _old, _output })
            command.Options.Add(option);
    }

    /// <exception cref="UsageException">A value is unknown, or flags contradict each other.</exception>
    public ReviewQuestion Read(ParseResult parsed)
    {
        var question = new ReviewQuestion
        {
            From = [.. parsed.GetValue(_from) ?? []],
            Pod = Given(parsed, _pod),
            Profile = Profile(Given(parsed, _profile)),
            Container = Given(parsed, _container),
            IsRegular = Channel(Given(parsed, _channel)),
            Request = Given(parsed, _request),
            Operation = Given(parsed, _operation),
            Old = Given(parsed, _old),
        };
        Check(parsed, question);
        return question;
    }

    /// <exception cref="UsageException">It is none.</exception>
    public string Format(ParseResult parsed)
    {
        var format = Given(parsed, _output) ?? ReviewWriter.Formats[0];
        return ReviewWriter.Formats.Contains(format)
            ? format
            : throw new UsageException($"--output {PlainText.OneLine(format)}: give {ReviewWriter.Formats[0]}, {string.Join(" or ", ReviewWriter.Formats.Skip(1))}");
    }

    private void Check(ParseResult parsed, ReviewQuestion question)
    {
        if (Given(parsed, _profile) is not null && question.Container is not null)
            throw new UsageException("--profile and --container both say what the container is, give one of them");
        if (question.Request is not null)
        {
            foreach (var option in new[] { _pod, _profile, _container, _channel })
            {
                if (Given(parsed, option) is not null)
                    throw new UsageException($"{option.Name} has no place beside --request, which is a request as a whole. Leave one of them out");
            }
        }
        else if (question.Operation is not null || question.Old is not null)
        {
            throw new UsageException($"{(question.Operation is null ? "--old" : "--operation")} needs --request: a pod and a container make a request of their own");
        }

        string?[] files = [.. question.From.Distinct(), question.Pod, question.Container, question.Request, question.Old];
        if (files.Count(f => f == "-") > 1)
            throw new UsageException("- is given to several flags: standard input can be read once");
    }

    private static string? Given(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        "" => throw new UsageException($"{option.Name} is empty"),
        var value => value,
    };

    private static ProbeProfile Profile(string? name)
    {
        if (name is null)
            return ProbeProfile.Privileged;
        return ProbeProfileNames.TryParse(name, out var profile)
            ? profile
            : throw new UsageException($"--profile {PlainText.OneLine(name)}: give one of {string.Join(", ", ProbeProfileNames.All)}");
    }

    private static bool Channel(string? name) => name switch
    {
        null or "ephemeral" => false,
        "regular" => true,
        _ => throw new UsageException($"--channel {PlainText.OneLine(name)}: give ephemeral or regular"),
    };
}
