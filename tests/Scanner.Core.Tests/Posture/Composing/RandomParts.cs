using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Cluster.Selectors;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Posture.Composing;

/// <summary>A cluster in which one thing after another changes.</summary>
internal sealed class RandomParts
{
    private static readonly DeniedBy s_policy = new(Layer.Webhook, "x.test", null, [], "no");
    private static readonly string[] s_roles = ["debug", "all", "edit", "gone"];

    private static readonly PolicyRuleFacts s_impersonate = new(["impersonate"], [""], ["serviceaccounts"], []);

    private readonly Random _random;
    private readonly bool _onlyNamespaced;
    private readonly RbacIndex _index = new();
    private readonly SortedDictionary<string, NamespaceParts> _namespaces = new(StringComparer.Ordinal);
    private ScanParts _parts = Parts.Of();

    public RandomParts(int seed)
    {
        _random = new Random(seed);
        _onlyNamespaced = seed % 2 == 0;
        _index.SetRole(new RoleFacts(new ObjectName(null, "debug")) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], [])] });
        _index.SetRole(new RoleFacts(new ObjectName(null, "all")) { Rules = [new(["*"], ["*"], ["*"], [])] });
        _index.SetRole(new RoleFacts(new ObjectName(null, "edit")) { Rules = [s_impersonate] });
        for (var i = 0; i < 8; i++)
            ChangeNamespace();
    }

    public ScanParts Current => _parts with { Namespaces = [.. _namespaces.Values], Rbac = _index.Posture() };

    public void Change()
    {
        switch (_random.Next(9))
        {
            case 0 or 1 or 2:
                ChangeNamespace();
                break;
            case 3:
                _namespaces.Remove(Name());
                break;
            case 4:
                _index.SetBinding(new BindingFacts(Binding(), new RoleReference(true, s_roles[_random.Next(s_roles.Length)]), [.. Subjects()]));
                break;
            case 5:
                _index.RemoveBinding(Binding());
                break;
            case 6:
                _parts = _parts with { Now = _parts.Now + TimeSpan.FromHours(_random.Next(12)) };
                break;
            case 7:
                Aggregate(_random.Next(2) == 0, _random.Next(2) == 0);
                break;
            default:
                ChangeRest();
                break;
        }
    }

    // The controller fills in the aggregated role's rules a moment after the label.
    private void Aggregate(bool labelled, bool filled)
    {
        PolicyRuleFacts rule = new(["patch"], [""], ["pods/ephemeralcontainers"], []);
        var labels = ImmutableSortedDictionary<string, string>.Empty;
        _index.SetRole(new RoleFacts(new ObjectName(null, "addon")) { Rules = [rule], Labels = labelled ? labels.Add("to-edit", "true") : labels });
        _index.SetRole(new RoleFacts(new ObjectName(null, "edit"))
        {
            Rules = filled ? [rule, s_impersonate] : [s_impersonate],
            AggregationSelectors = [new LabelSelectorFacts([new LabelRequirementFacts("to-edit", "In", ["true"])])],
        });
    }

    private void ChangeNamespace()
    {
        var name = Name();
        var verdict = (Verdict)_random.Next(6);
        var target = new TargetPosture("web", "Pod/web", verdict, []) { UnknownBecause = verdict == Verdict.Unknown ? UnknownReason.NoPermission : null };
        var posture = new NamespacePosture
        {
            Name = name,
            Verdict = verdict,
            UnknownBecause = verdict == Verdict.Unknown ? (UnknownReason)_random.Next(4) : null,
            DeniedBy = verdict is Verdict.Protected or Verdict.Blocked or Verdict.FailClosed ? s_policy : null,
            RegularControlForbidden = _random.Next(3) == 0,
            EarlierVerdict = _random.Next(2) == 0 ? Verdict.Protected : null,
            Targets = [target],
        };
        var container = new EphemeralContainerFacts { Name = "debug", Privileged = _random.Next(2) == 0, AddedAt = _parts.Now };
        _namespaces[name] = new NamespaceParts(posture, _random.Next(3) == 0 ? [new EphemeralContainerRecord(name, "web", "Pod/web", container)] : []);
    }

    private void ChangeRest() => _parts = _random.Next(4) switch
    {
        0 => _parts with { Errors = _parts.Errors.IsEmpty ? [new ScanError(ScanStep.List("pods"), "no")] : [] },
        1 => _parts with { Missing = _parts.Missing.IsEmpty ? [new MissingPermission("list", "pods")] : [] },
        2 => _parts with { LingerAfter = TimeSpan.FromHours(_random.Next(1, 48)) },
        _ => _parts with { Exceptions = new ExceptionSet([.. Entries()], SeesEverything: true) },
    };

    private IEnumerable<ExceptionEntry> Entries()
    {
        for (var i = _random.Next(3); i > 0; i--)
            yield return new ExceptionEntry($"ES{_random.Next(1, 6)}*", _random.Next(2) == 0 ? Name() : null, null, "known", DateOnly.FromDateTime(_parts.Now.UtcDateTime).AddDays(_random.Next(2)));
    }

    private IEnumerable<Subject> Subjects()
    {
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            yield return _random.Next(3) switch
            {
                0 => Subject.Group("g" + _random.Next(3)),
                1 => Subject.User("u" + _random.Next(3)),
                _ => Subject.ServiceAccount(Name(), "robot"),
            };
        }
    }

    private ObjectName Binding() => new(!_onlyNamespaced && _random.Next(4) == 0 ? null : Name(), "b" + _random.Next(4));

    private string Name() => "ns" + _random.Next(12);
}
