using System.Text.Json;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Gatekeeper;

public sealed class GatekeeperPolicyTests
{
    private const string Sent = "denied: dbg is privileged";

    [Theory]
    [InlineData("{}", Sent)]
    [InlineData("""{"enforcementAction":"warn"}""", "Warn: dbg is privileged")]
    [InlineData("""{"enforcementAction":"dryrun"}""", "Audit: dbg is privileged")]
    [InlineData("""{"enforcementAction":"audit"}""", "not matched: its enforcementAction audit does nothing at admission")]
    [InlineData("""{"enforcementAction":"scoped","scopedEnforcementActions":[{"action":"deny","enforcementPoints":[{"name":"audit.gatekeeper.sh"}]}]}""", "not matched: its enforcementAction scoped does nothing at admission")]
    [InlineData("""{"enforcementAction":"scoped","scopedEnforcementActions":[{"action":"deny","enforcementPoints":[{"name":"validation.gatekeeper.sh"}]}]}""", Sent)]
    [InlineData("""{"enforcementAction":"scoped","scopedEnforcementActions":[{"action":"warn","enforcementPoints":[{"name":"*"}]}]}""", "Warn: dbg is privileged")]
    public void EnforcementActions(string spec, string expected) => Assert.Equal(expected, Cluster.Decide([Cluster.Template(), Cluster.Constraint(spec)]));

    [Theory]
    [InlineData("""{"kinds":[{"apiGroups":[""],"kinds":["Pod"]}]}""", Sent)]
    [InlineData("""{"kinds":[{"apiGroups":["*"],"kinds":["*"]}]}""", Sent)]
    [InlineData("""{"kinds":[{"apiGroups":["apps"],"kinds":["Deployment"]}]}""", "not matched: its match does not name the kind")]
    [InlineData("""{"namespaces":["sh*"]}""", Sent)]
    [InlineData("""{"namespaces":["shops"]}""", "not matched: its match does not name the namespace")]
    [InlineData("""{"excludedNamespaces":["*op"]}""", "not matched: its match excludes namespaces *op")]
    [InlineData("""{"scope":"Cluster"}""", "not matched: its match is for scope Cluster")]
    [InlineData("""{"labelSelector":{"matchLabels":{"app":"web"}}}""", Sent)]
    [InlineData("""{"labelSelector":{"matchLabels":{"app":"db"}}}""", "not matched: its labelSelector does not select the object")]
    [InlineData("""{"namespaceSelector":{"matchExpressions":[{"key":"env","operator":"NotIn","values":["prod"]}]}}""", "not matched: its namespaceSelector does not select the namespace")]
    [InlineData("""{"name":"we*"}""", Sent)]
    [InlineData("""{"name":"db"}""", "not matched: its match does not name the object")]
    [InlineData("""{"source":"Generated"}""", "not matched: its match is for source Generated")]
    public void Match(string match, string expected) => Assert.Equal(expected, Cluster.Decide([Cluster.Template(), Cluster.Constraint($$"""{"match":{{match}} }""")]));

    /// <summary>Labels that a namespace may have beside those that are known matter only to selectors that ask for them.</summary>
    [Fact]
    public void UnknownLabels_AreSaid()
    {
        const string selector = """{"match":{"namespaceSelector":{"matchLabels":{"team":"a"}}}}""";
        Assert.Equal("unknown: the labels of namespace shop", Cluster.Decide([Cluster.Template(), Cluster.Constraint(selector), Webhook("""{"resources":["pods/*"]}""")], areLabelsKnown: false));
        Assert.Equal("unknown: the labels of namespace shop", Cluster.Decide([Cluster.Template(), Cluster.Constraint()], areLabelsKnown: false));
        Assert.Equal(Sent, Cluster.Decide([Cluster.Template(), Cluster.Constraint(), Webhook("""{"resources":["pods/*"]}""")], areLabelsKnown: false));
    }

    [Fact]
    public void Violations_AreOneDecisionEach()
    {
        const string rego = """
            package two
            violation[{"msg": msg}] { msg := ["second", "first"][_] }
            """;
        Assert.Equal("denied: first\ndenied: second", Cluster.Decide([Cluster.Template(rego), Cluster.Constraint()]));
        Assert.Equal("allowed", Cluster.Decide([Cluster.Template(), Cluster.Constraint()], container: """{"name":"dbg","image":"b"}"""));
    }

    [Fact]
    public void WhatIsWrong_FailsOpen()
    {
        Assert.Equal("failed open: there is no ConstraintTemplate for kind Privileged", Cluster.Decide([Cluster.Constraint()], isKnown: (_, kind) => kind == "ConstraintTemplate" || kind != "ValidatingWebhookConfiguration"));
        Assert.Equal("unknown: there is no ConstraintTemplate for kind Privileged", Cluster.Decide([Cluster.Constraint()]));
        Assert.StartsWith("failed open: template privileged enforces nothing: 1:11: rego_parse_error", Cluster.Decide([Cluster.Template("package a }"), Cluster.Constraint()]));
        Assert.Equal("failed open: template privileged enforces nothing: it has no rule violation", Cluster.Decide([Cluster.Template("package a\ndeny = 1"), Cluster.Constraint()]));
        Assert.StartsWith("failed open: template privileged enforces nothing: it refers to data.other", Cluster.Decide([Cluster.Template("package a\nviolation[{\"msg\": \"x\"}] { data.other.y }"), Cluster.Constraint()]));
        const string status = """{"byPod":[{"id":"a"},{"id":"b","errors":[{"code":"rego_parse_error","message":"no viable alternative"}]}]}""";
        Assert.Equal("failed open: template privileged enforces nothing: no viable alternative", Cluster.Decide([Cluster.Template(status: status), Cluster.Constraint()]));
        Assert.Equal("failed open: constraint one is not enforced: no viable alternative", Cluster.Decide([Cluster.Template(), Cluster.Constraint(status: status)]));
    }

    /// <summary>As in Gatekeeper, an evaluation that goes wrong is a violation with the error as its message.</summary>
    [Fact]
    public void ConflictingRules_AreDenied()
    {
        const string rego = """
            package a
            violation[{"msg": msg}] { msg := which }
            which = ["a", "b"][_]
            """;
        Assert.Equal("failed closed: complete rules must not produce multiple outputs", Cluster.Decide([Cluster.Template(rego), Cluster.Constraint()]));
    }

    [Fact]
    public void Review_IsWhatGatekeeperGives()
    {
        const string rego = """
            package a
            violation[{"msg": msg}] {
              r := input.review
              msg := sprintf("%v %v/%v/%v %v %v %v %v %v %v", [r.operation, r.kind.kind, r.subResource, r.name, r.namespace, r.userInfo.username, r.object.kind,
                count(r.object.spec.ephemeralContainers), r.oldObject.metadata.name, r.namespaceObject.metadata.labels.env])
            }
            """;
        Assert.Equal("denied: UPDATE Pod/ephemeralcontainers/web shop eve Pod 1 web prod", Cluster.Decide([Cluster.Template(rego), Cluster.Constraint()]));
    }

    [Fact]
    public void Parameters_HaveTheDefaultsOfTheSchema()
    {
        const string rego = """
            package a
            violation[{"msg": msg}] { msg := sprintf("%v", [input.parameters]) }
            """;
        const string schema = """{"properties":{"mode":{"type":"string","default":"strict"},"list":{"items":{"properties":{"n":{"default":1} } } } } }""";
        var template = Cluster.Template(rego, schema: schema);
        Assert.Equal("denied: {\"list\": [{\"n\": 1}], \"mode\": \"strict\"}", Cluster.Decide([template, Cluster.Constraint("""{"parameters":{"list":[{}]}}""")]));
        Assert.Equal("denied: {}", Cluster.Decide([template, Cluster.Constraint()]));
    }

    [Fact]
    public void Inventory_IsKnownOnlyWhereTheSyncAndItsObjectsAre()
    {
        const string rego = """
            package a
            violation[{"msg": msg}] {
              other := data.inventory.namespace[ns]["v1"].ConfigMap[name]
              msg := sprintf("%v/%v holds %v", [ns, name, other.data.k])
            }
            """;
        var config = Cluster.Json("""{"apiVersion":"config.gatekeeper.sh/v1alpha1","kind":"Config","metadata":{"name":"config","namespace":"gatekeeper-system"},"spec":{"sync":{"syncOnly":[{"group":"","version":"v1","kind":"ConfigMap"}]} } }""");
        var map = Cluster.Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"shop"},"data":{"k":"v"}}""");
        JsonElement[] policy = [Cluster.Template(rego), Cluster.Constraint()];
        Assert.Equal("unknown: data.inventory: the kinds that are synced", Cluster.Decide(policy));
        Assert.Equal("unknown: data.inventory: objects of kind ConfigMap", Cluster.Decide([.. policy, config]));
        Assert.Equal("denied: shop/m holds v", Cluster.Decide([.. policy, config, map]));
    }

    [Theory]
    [InlineData("v3.8.1", "not matched: webhook validation.gatekeeper.sh: no rule covers UPDATE of pods/ephemeralcontainers (the webhook was not given, so it is taken as the chart of Gatekeeper 3.8 registers it)")]
    [InlineData("v3.9.0", Sent)]
    [InlineData("v3.23.0", Sent)]
    public void WithoutAWebhook_ThatOfTheVersionIsTaken(string tag, string expected)
    {
        var pod = Cluster.Json($$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"m"},"spec":{"containers":[{"image":"openpolicyagent/gatekeeper:{{tag}}"}]} }""");
        Assert.Equal(expected, Cluster.Decide([Cluster.Template(), Cluster.Constraint(), pod]));
        Assert.Equal("denied: dbg is privileged", Cluster.Decide([Cluster.Template(), Cluster.Constraint(), pod], RequestChannel.Regular));
    }

    [Theory]
    [InlineData("""{"resources":["*"]}""", "not matched: webhook validation.gatekeeper.sh: no rule covers UPDATE of pods/ephemeralcontainers")]
    [InlineData("""{"resources":["pods/*"]}""", Sent)]
    public void Webhook_DecidesWhatIsSent(string rule, string expected) =>
        Assert.Equal(expected, Cluster.Decide([Cluster.Template(), Cluster.Constraint(), Webhook(rule)]));

    [Fact]
    public void Webhook_ItsConditionsCount()
    {
        JsonElement[] policy = [Cluster.Template(), Cluster.Constraint()];
        var rule = """{"resources":["*","pods/ephemeralcontainers"]}""";
        Assert.Equal(Sent, Cluster.Decide([.. policy, Webhook(rule, "request.userInfo.username == 'eve'")]));
        Assert.Equal("not matched: webhook validation.gatekeeper.sh: its matchCondition c is false", Cluster.Decide([.. policy, Webhook(rule, "request.userInfo.username != 'eve'")]));
        Assert.Equal("unknown: authorizer", Cluster.Decide([.. policy, Webhook(rule, "authorizer.group('').resource('pods').check('get').allowed()")]));
        Assert.Equal("not matched: Gatekeeper lets through what its own account asks for", Cluster.Decide(policy, user: "system:serviceaccount:gatekeeper-system:gatekeeper-admin"));
        Assert.StartsWith("not matched: no webhook validation.gatekeeper.sh is registered", Cluster.Decide(policy, isKnown: (_, _) => true));
    }

    /// <summary>A Config that may not be read may exclude the namespace; one that is not there excludes none.</summary>
    [Fact]
    public void ConfigThatCouldNotBeRead_IsUnknownWhereItMatters()
    {
        JsonElement[] policy = [Cluster.Template(), Cluster.Constraint()];
        const string unread = "unknown: the Config of Gatekeeper, which may exclude namespace shop and could not be read";
        Assert.Equal(unread, Cluster.Decide([.. policy, Webhook("{\"resources\":[\"pods/*\"]}")], isKnown: (_, kind) => kind != "Config"));
        Assert.Equal("denied: dbg is privileged", Cluster.Decide([.. policy, Webhook("{\"resources\":[\"pods/*\"]}")], isKnown: (_, _) => true));
        Assert.Equal("denied: dbg is privileged", Cluster.Decide(policy));
        Assert.Equal("allowed", Cluster.Decide([.. policy, Webhook("{\"resources\":[\"pods/*\"]}")], container: """{"name":"dbg","image":"b"}""", isKnown: (_, kind) => kind != "Config"));
    }

    private static JsonElement Webhook(string rule, string condition = "true") => Cluster.Json($$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"other-name"},
        "webhooks":[{"name":"validation.gatekeeper.sh","matchConditions":[{"name":"c","expression":{{JsonSerializer.Serialize(condition)}} }],
        "rules":[{"apiGroups":["*"],"apiVersions":["*"],"operations":["*"],{{rule.TrimStart('{')}}]}]}
        """);
}
