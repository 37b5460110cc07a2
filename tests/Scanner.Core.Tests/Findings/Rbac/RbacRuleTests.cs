using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster.Selectors;
using Scanner.Core.Findings;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;

namespace Scanner.Core.Tests.Findings.Rbac;

/// <summary>Roles and bindings to findings.</summary>
public sealed class RbacRuleTests
{
    private readonly RbacIndex _index = new();

    public RbacRuleTests()
    {
        _index.SetRole(new RoleFacts(new ObjectName(null, "debug")) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], [])] });
        _index.SetRole(new RoleFacts(new ObjectName(null, "debug-web")) { Rules = [new(["patch"], [""], ["pods/ephemeralcontainers"], ["web"])] });
        _index.SetRole(new RoleFacts(new ObjectName(null, "all")) { Rules = [new(["*"], ["*"], ["*"], [])] });
        _index.Know(roles: true, bindings: true, serviceAccounts: true);
    }

    public static TheoryData<Subject, string?, string, string> Grants => new()
    {
        // who, where, by which role, and what it is: rule, severity
        { Subject.Group("developers"), "a", "debug", "ES304 Low" },
        { Subject.User("alice"), "a", "debug-web", "ES304 Low" },
        { Subject.Group("developers"), "a", "all", "ES301 High" },
        { Subject.Group("developers"), null, "debug", "ES301 High" },
        { Subject.Group("system:authenticated"), "a", "debug", "ES301 Critical" },
        { Subject.User("system:anonymous"), null, "debug", "ES301 Critical" },
        { Subject.Group("system:serviceaccounts"), "a", "debug", "ES301 Critical" },
        { Subject.ServiceAccount("a", "web"), "a", "debug", "ES302 Medium" },
        { Subject.ServiceAccount("a", "web"), null, "debug", "ES301 High, ES302 Medium" },
        { Subject.Group("system:serviceaccounts:a"), "a", "debug", "ES302 Medium" },
        { Subject.Group("system:masters"), null, "all", "" },
        { Subject.ServiceAccount("kube-system", "generic-garbage-collector"), null, "all", "" },
    };

    [Theory]
    [MemberData(nameof(Grants))]
    public void Evaluate_OneGrant_IsRatedByWhoAndWhere(Subject subject, string? ns, string role, string expected)
    {
        _index.SetServiceAccount(new ObjectName("a", "web"));
        Bind("b", ns, role, subject);
        var findings = Find();
        Assert.Equal(expected, string.Join(", ", findings.OrderBy(f => f.Rule).Select(f => $"{f.Rule} {f.Severity}")));
        Assert.All(findings, f => Assert.Equal((ns is null ? "ClusterRoleBinding" : "RoleBinding", "b", ns, (Subject?)subject), (f.Resource.Kind, f.Resource.Name, f.Resource.Namespace, f.Subject)));
    }

    [Fact]
    public void Messages_SayWhoWhereAndBy()
    {
        Bind("debug", "payments", "debug-web", Subject.Group("developers"));
        var finding = Assert.Single(Find());
        Assert.Equal("group developers can add ephemeral containers to pod web of namespace payments: RoleBinding payments/debug gives ClusterRole debug-web", finding.Message);
        Assert.Equal("kubectl delete rolebinding -n payments debug", RemedyText.Of(finding.Remedy));
    }

    /// <summary>The others that a binding names keep their rights, and a list that changed meanwhile stops the command.</summary>
    [Fact]
    public void Remediation_SharedBinding_TakesOneSubjectOut()
    {
        Bind("b", "a", "debug", Subject.Group("one"), Subject.User("two"));
        Assert.Equal(
            """kubectl patch rolebinding -n a --type=json -p '[{"op":"test","path":"/subjects/1/kind","value":"User"},{"op":"test","path":"/subjects/1/name","value":"two"},{"op":"remove","path":"/subjects/1"}]' b""",
            RemedyText.Of(Find().Single(f => f.Subject == Subject.User("two")).Remedy));
    }

    [Fact]
    public void Remediation_WideGrant_MakesANarrowRoleFirst()
    {
        Bind("b", null, "debug", Subject.Group("oncall"));
        var advice = RemedyText.Advise(Assert.Single(Find()).Remedy);
        Assert.Equal("", advice.Note);
        Assert.Equal(
            ["kubectl apply --validate=false -n ${NAMESPACE:?} -f -", "kubectl auth can-i get pods", "kubectl auth can-i patch pods --subresource=ephemeralcontainers", "kubectl delete clusterrolebinding b"],
            advice.Commands.Select(c => string.Join(' ', c.Words).Split(" -n ${NAMESPACE:?} --as")[0]));
        Assert.All(advice.Commands.AsSpan(1..3).ToArray(), c => Assert.EndsWith(" -n ${NAMESPACE:?} --as=ephemeral-scanner-trial --as-group=oncall", string.Join(' ', c.Words), StringComparison.Ordinal));
        Assert.Contains(
            """[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]},{"apiGroups":[""],"resources":["pods/ephemeralcontainers"],"verbs":["patch"]}]""",
            advice.Commands[0].Input,
            StringComparison.Ordinal);
        Assert.Contains("""[{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"oncall"}]""", advice.Commands[0].Input, StringComparison.Ordinal);
    }

    /// <summary>No more than the wide right gave: its verb, and its pods.</summary>
    [Fact]
    public void Remediation_WideGrantOfSomePods_StaysWithThose()
    {
        _index.SetRole(new RoleFacts(new ObjectName(null, "some")) { Rules = [new(["update"], [""], ["*"], ["web", "db"])] });
        Bind("b", null, "some", Subject.User("alice"));
        var advice = RemedyText.Advise(Assert.Single(Find()).Remedy);
        Assert.Contains(
            """{"apiGroups":[""],"resources":["pods/ephemeralcontainers"],"verbs":["update"],"resourceNames":["db","web"]}""",
            advice.Commands[0].Input,
            StringComparison.Ordinal);
        Assert.Contains("update pods/db --subresource=ephemeralcontainers", advice.Shell, StringComparison.Ordinal);
        Assert.Contains("this takes away everything that ClusterRole some gives there", advice.Note, StringComparison.Ordinal);
    }

    /// <summary>Two bindings of one name in two namespaces, or two subjects of one binding, must not end in one role.</summary>
    [Fact]
    public void Remediation_WideGrants_MakeRolesThatDoNotCollide()
    {
        Bind("b", null, "debug", Subject.User("alice"), Subject.Group("alice"), Subject.ServiceAccount("a", "alice"));
        Bind("c", null, "debug", Subject.User("alice"));
        var made = Find().Where(f => f.Rule == "ES301").Select(f => RemedyText.Advise(f.Remedy).Commands[0].Input).ToList();
        Assert.Equal(4, made.Distinct().Count());
    }

    [Theory]
    [InlineData("argocd", "argocd-application-controller", "Argo CD")]
    [InlineData("velero", "velero", "Velero")]
    [InlineData("ci", "gitlab-runner", "GitLab")]
    [InlineData("crossplane-system", "provider-kubernetes-0f1", "Crossplane")]
    [InlineData("payments", "web", null)]
    public void Remediation_BindingOfAKnownController_HasACaution(string ns, string account, string? product)
    {
        _index.SetServiceAccount(new ObjectName(ns, account));
        Bind("b", null, "debug", Subject.ServiceAccount(ns, account));
        Bind("d", "a", "debug", Subject.ServiceAccount(ns, account));
        var notes = Find().Where(f => f.Rule is "ES301" or "ES302").Select(f => RemedyText.Advise(f.Remedy).Note).ToList();
        Assert.Equal(3, notes.Count);
        Assert.All(notes, n => Assert.Equal(product is not null, n.StartsWith($"caution: {product} needs this right to work", StringComparison.Ordinal)));
    }

    /// <summary>The label is what to mend, however many have the right by it.</summary>
    [Fact]
    public void Aggregated_ManyHoldersByOneLabel_AreOneFinding()
    {
        Aggregate();
        for (var i = 0; i < 35; i++)
        {
            _index.SetServiceAccount(new ObjectName("a", $"robot-{i}"));
            Bind($"r{i}", "a", "edit", Subject.ServiceAccount("a", $"robot-{i}"));
            Bind($"u{i}", "a", "edit", Subject.User($"user-{i}"));
        }

        var finding = Assert.Single(Find());
        Assert.Equal("ES303", finding.Rule);
        Assert.EndsWith("hands the right to add ephemeral containers to everybody who is bound to ClusterRole edit; 70 subjects have it so", finding.Message, StringComparison.Ordinal);
        Assert.Equal(
            """kubectl patch clusterrole --type=merge -p '{"metadata":{"labels":{"to-edit":null}}}' addon""",
            RemedyText.Advise(finding.Remedy).Shell);
    }

    /// <summary>Taking somebody's edit away for what a label added to edit would be the wrong end.</summary>
    [Fact]
    public void Aggregated_ClusterWideHolder_IsToldToMendTheLabel()
    {
        Aggregate();
        Bind("all-editors", null, "edit", Subject.Group("editors"));
        Assert.IsType<Remedy.StopAggregation>(Find().Single(f => f.Rule == "ES301").Remedy);
    }

    /// <summary>RBAC takes almost any name, and somebody will paste the command.</summary>
    [Fact]
    public void Remediation_HostileNames_AreOneWordOfTheShellEach()
    {
        Bind("b; reboot", "a", "debug", Subject.User("alice"));
        Assert.Equal("kubectl delete rolebinding -n a 'b; reboot'", RemedyText.Of(Assert.Single(Find()).Remedy));
        Bind("b; reboot", "a", "debug", Subject.User("alice"), Subject.Group("it's \"$HOME\""));
        Assert.Contains(
            """"{"op":"test","path":"/subjects/1/name","value":"it'\''s \"$HOME\""},{"op":"remove","path":"/subjects/1"}]' 'b; reboot'"""",
            RemedyText.Of(Find().Single(f => f.Subject!.Value.Kind == SubjectKind.Group).Remedy),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Dangling_RoleAndAccount_EachIsTold()
    {
        Bind("no-role", "a", "gone", Subject.User("alice"));
        Bind("no-account", "a", "debug", Subject.ServiceAccount("a", "gone"));
        var found = Find().Where(f => f.Rule == "ES306").ToDictionary(f => f.Resource.Name);
        Assert.Equal("gives ClusterRole gone, which does not exist", found["no-role"].Message);
        Assert.Equal("gives ClusterRole debug to service account a/gone, which does not exist", found["no-account"].Message);
    }

    [Fact]
    public void Escalation_OneStep_SaysHowAndWhere()
    {
        _index.SetRole(new RoleFacts(new ObjectName(null, "edit")) { Rules = [new(["impersonate"], [""], ["serviceaccounts"], [])] });
        _index.SetServiceAccount(new ObjectName("a", "robot"));
        Bind("robot", "a", "debug", Subject.ServiceAccount("a", "robot"));
        Bind("editors", "a", "edit", Subject.Group("editors"));
        var finding = Assert.Single(Find(), f => f.Rule == "ES305");
        Assert.Equal(
            "group editors can come by the right to add ephemeral containers in namespace a: ClusterRole edit (RoleBinding a/editors) lets it act as service account a/robot",
            finding.Message);
        Assert.Equal(
            ("this takes away everything that ClusterRole edit gives there, not this right alone:\nkubectl delete rolebinding -n a editors", Subject.Group("editors")),
            (RemedyText.Of(finding.Remedy), finding.Subject!.Value));
    }

    /// <summary>The same grants again give the same ids, whatever the wording.</summary>
    [Fact]
    public void Ids_TwoSubjectsOfOneBinding_AreDistinctAndStable()
    {
        Bind("b", "a", "debug", Subject.Group("one"), Subject.User("two"));
        var ids = Find().Select(f => f.Id).ToList();
        Assert.Equal(2, ids.Distinct().Count());
        Bind("b", "a", "debug", Subject.User("two"), Subject.Group("one"));
        Assert.Equal(ids.Order(), Find().Select(f => f.Id).Order());
    }

    [Theory]
    [InlineData(Verdict.Unprotected, "ES101 Critical")]
    [InlineData(Verdict.Unknown, "ES104 Info")]
    [InlineData(Verdict.Protected, "")]
    public void Exposed_Namespace_RaisesES101OnlyWhereTheDoorIsOpen(Verdict verdict, string expected)
    {
        Bind("b", "a", "debug", Subject.Group("developers"));
        var findings = Find(Namespace("a", verdict)).Where(f => f.Resource.Kind == "Namespace").ToList();
        Assert.Equal(expected, string.Join(", ", findings.Select(f => $"{f.Rule} {f.Severity}")));
    }

    [Fact]
    public void Exposed_Nobody_StaysHigh()
    {
        Bind("b", "elsewhere", "debug", Subject.Group("developers"));
        Bind("c", null, "all", Subject.Group("system:masters"));
        Assert.Equal(Severity.High, Find(Namespace("a", Verdict.Unprotected)).Single(f => f.Rule == "ES101").Severity);
    }

    /// <summary>Those who stand before this door are told before those who stand before every one; everybody before all.</summary>
    [Fact]
    public void Exposed_Message_NamesThoseOfTheNamespaceFirst()
    {
        Bind("b", "a", "debug-web", Subject.User("alice"), Subject.User("bob"));
        Bind("c", null, "debug", Subject.Group("oncall"));
        Bind("d", "a", "debug", Subject.Group("developers"));
        Assert.EndsWith(
            "; group developers can run a privileged container in any pod of a (RoleBinding a/d)"
            + "; user alice can run a privileged container in pod web of a (RoleBinding a/b)"
            + "; user bob can run a privileged container in pod web of a (RoleBinding a/b); and 1 more",
            Find(Namespace("a", Verdict.Unprotected)).Single(f => f.Rule == "ES101").Message,
            StringComparison.Ordinal);
        Bind("e", null, "debug", Subject.Group("system:authenticated"));
        Assert.Contains(
            "; group system:authenticated can run a privileged container in any pod of a (ClusterRoleBinding e); group developers",
            Find(Namespace("a", Verdict.Unprotected)).Single(f => f.Rule == "ES101").Message,
            StringComparison.Ordinal);
    }

    /// <summary>Who could do the same by other means is no reason to call an open door critical.</summary>
    [Theory]
    [InlineData("debug", "create-pods", RegularControl.Admitted, Severity.High)]
    [InlineData("debug", "create-pods", RegularControl.Denied, Severity.Critical)]
    [InlineData("debug", "create-pods", RegularControl.Unknown, Severity.Critical)]
    [InlineData("debug", "create-named-pods", RegularControl.Admitted, Severity.Critical)]
    [InlineData("debug", "debug", RegularControl.Admitted, Severity.Critical)]
    [InlineData("all", "all", RegularControl.Admitted, Severity.High)]
    [InlineData("all", "all", RegularControl.Denied, Severity.High)]
    public void Exposed_ByOtherMeans_IsNoMoreThanHigh(string role, string other, RegularControl control, Severity expected)
    {
        _index.SetRole(new RoleFacts(new ObjectName(null, "create-pods")) { Rules = [new(["create"], [""], ["pods"], [])] });
        _index.SetRole(new RoleFacts(new ObjectName(null, "create-named-pods")) { Rules = [new(["create"], [""], ["pods"], ["web"])] });
        Bind("b", "a", role, Subject.User("alice"));
        Bind("c", "a", other, Subject.User("alice"));
        var open = Namespace("a", Verdict.Unprotected) with { RegularControl = control };
        var finding = Find(open).Single(f => f.Rule == "ES101");
        Assert.Equal(expected, finding.Severity);
        Assert.Contains(expected == Severity.High ? "could run a privileged container there anyway" : "user alice can use it, and has no other way", finding.SeverityBecause, StringComparison.Ordinal);
        // One more who has no other way makes it critical again.
        Bind("d", "a", "debug", Subject.User("bob"));
        Assert.Equal(Severity.Critical, Find(open).Single(f => f.Rule == "ES101").Severity);
    }

    /// <summary>Creating pods alone is not the right, and leads nowhere to it.</summary>
    [Fact]
    public void CreatePods_Alone_IsNoFinding()
    {
        _index.SetRole(new RoleFacts(new ObjectName(null, "create-pods")) { Rules = [new(["create"], [""], ["pods"], [])] });
        Bind("b", "a", "create-pods", Subject.User("alice"), Subject.ServiceAccount("a", "gone"));
        Assert.Empty(Find());
    }

    [Fact]
    public void Order_OpenToEverybody_ComesFirst()
    {
        Bind("b", "m", "debug", Subject.Group("developers"));
        Bind("c", "z", "debug", Subject.Group("system:authenticated"));
        Bind("d", null, "debug", Subject.Group("oncall"));
        var open = new[] { "a", "m", "z" }.Select(n => Namespace(n, Verdict.Unprotected)).ToArray();
        Assert.Equal(["z", "m", "a"], Find(open).Where(f => f.Rule == "ES101").Select(f => f.Resource.Name));
    }

    private void Aggregate()
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty.Add("to-edit", "true");
        PolicyRuleFacts rule = new(["patch"], [""], ["pods/ephemeralcontainers"], []);
        _index.SetRole(new RoleFacts(new ObjectName(null, "addon")) { Labels = labels, Rules = [rule] });
        _index.SetRole(new RoleFacts(new ObjectName(null, "edit"))
        {
            AggregationSelectors = [new LabelSelectorFacts([new LabelRequirementFacts("to-edit", "In", ["true"])])],
            Rules = [rule],
        });
    }

    private void Bind(string name, string? ns, string role, params ReadOnlySpan<Subject> subjects) =>
        _index.SetBinding(new BindingFacts(new ObjectName(ns, name), new RoleReference(true, role), [.. subjects]));

    private static NamespacePosture Namespace(string name, Verdict verdict) => new()
    {
        Name = name,
        Verdict = verdict,
        UnknownBecause = verdict == Verdict.Unknown ? UnknownReason.NoPods : null,
        Targets = verdict == Verdict.Unprotected ? [new TargetPosture("web", "Pod/web", verdict, [])] : [],
    };

    private IEnumerable<Finding> Find(params NamespacePosture[] namespaces) =>
        Composition.Of(Parts.Of(namespaces) with { Rbac = _index.Posture() }).Result.Findings;
}
