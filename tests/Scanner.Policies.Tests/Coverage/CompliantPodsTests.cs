using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Policies.Tests.Gatekeeper;

namespace Scanner.Policies.Tests.Coverage;

/// <summary>A policy that refuses the made-up pod is judged on one that complies with it, which is made of what the policy names.</summary>
public sealed class CompliantPodsTests
{
    private const string OwnRegistry = """{"repos":["registry.corp.example/"]}""";

    private const string Images = """
        package images
        violation[{"msg": msg}] {
          c := input.review.object.spec[LISTS][_]
          not allowed(c.image)
          msg := sprintf("%v comes from elsewhere", [c.name])
        }
        allowed(image) { startswith(image, input.parameters.repos[_]) }
        """;

    private const string Users = """
        package users
        violation[{"msg": msg}] {
          c := input.review.object.spec[LISTS][_]
          not allowed(c.securityContext.runAsUser)
          msg := sprintf("%v runs as %v", [c.name, c.securityContext.runAsUser])
        }
        allowed(user) { user >= input.parameters.min; user <= input.parameters.max }
        """;

    private const string Digests = """
        package digests
        violation[{"msg": msg}] {
          c := input.review.object.spec[LISTS][_]
          not contains(c.image, "@sha256:")
          msg := sprintf("%v has no digest", [c.name])
        }
        """;

    private const string Labels = """
        package labels
        violation[{"msg": "no owner"}] { not input.review.object.metadata.labels[input.parameters.label] }
        """;

    [Theory]
    [InlineData(Images, OwnRegistry, false, "NotRead: registry")]
    [InlineData(Images, OwnRegistry, true, "Covered: registry")]
    [InlineData(Users, """{"min":100,"max":200}""", false, "NotRead: root")]
    [InlineData(Users, """{"min":100,"max":200}""", true, "Covered: root")]
    [InlineData(Digests, "{}", false, "NotRead: latest registry digest")]
    [InlineData(Digests, "{}", true, "Covered: latest registry digest")]
    [InlineData(Labels, """{"label":"corp.example/owner"}""", true, "NotRelevant: ")]
    public void WhatItSaysOfContainers_IsToldOnAPodThatItAccepts(string rego, string parameters, bool readsEphemeral, string expected)
    {
        var coverage = Judge(rego.Replace("LISTS", readsEphemeral ? """{"containers","ephemeralContainers"}[_]""" : "\"containers\"", StringComparison.Ordinal), parameters);
        Assert.Equal((expected, false), ($"{coverage.Coverage}: {string.Join(' ', coverage.Variants)}", coverage.RefusesAll));
    }

    [Fact]
    public void NoPodIsAccepted_IsUnknownAndNotARefusalOfWhatIsAdded()
    {
        var coverage = Judge("package p\nviolation[{\"msg\": \"frozen\"}] { input.review.object.spec }", "{}");
        Assert.Equal(CoverageKind.Unknown, coverage.Coverage);
        Assert.Equal("it refuses the pod itself, whatever is added to it, so that what it says of containers cannot be told: frozen", coverage.Reason);
    }

    [Fact]
    public void OnlyEphemeralContainersAreRefused_RefusesAll()
    {
        var coverage = Judge("package p\nviolation[{\"msg\": \"no debugging\"}] { count(input.review.object.spec.ephemeralContainers) > 0 }", "{}");
        Assert.Equal((CoverageKind.Covered, true, "refuses every ephemeral container: no debugging"), (coverage.Coverage, coverage.RefusesAll, coverage.Reason));
    }

    /// <summary>A change by which a rule ceases to be for the pod would make every policy accept it.</summary>
    [Fact]
    public void PodThatTheMatchLeavesOut_IsNotAccepted()
    {
        var coverage = Judge(
            "package p\nviolation[{\"msg\": \"frozen\"}] { input.review.object.spec }", """{"names":["corp.example/owner"]}""",
            """ "labelSelector":{"matchExpressions":[{"key":"corp.example/owner","operator":"DoesNotExist"}]} """);
        Assert.Equal(CoverageKind.Unknown, coverage.Coverage);
    }

    private static TargetCoverage Judge(string rego, string parameters, string match = "")
    {
        var objects = new PolicyObjects([Cluster.Template(rego), Cluster.Constraint($$"""{"parameters":{{parameters}},"match":{ {{match}} } }""")]);
        var policy = Assert.Single(GatekeeperEngine.Compile(objects, 36));
        return CoverageJudge.Judge(policy, VariantRequests.Of(MadeUpPod.In("shop"), new Dictionary<string, string>(), new RequestUser("eve", [])));
    }
}
